// What Lighthouse asks of a page for search engines and good practice, and axe does not: each fault
// in words. A page without any gives an empty list.
() => {
  const all = (query) => [...document.querySelectorAll(query)];
  const text = (each) => each.textContent.trim();
  const faults = [];
  const ask = (name, good) => good || faults.push(name);

  const viewport = all("meta[name=viewport]")[0]?.content ?? "";
  ask("doctype", document.doctype?.name === "html" && document.compatMode === "CSS1Compat");
  ask("charset", document.characterSet === "UTF-8");
  ask("viewport", /width=device-width/.test(viewport));
  ask("zoom", !/user-scalable=no|maximum-scale/.test(viewport));
  ask("title", document.title.trim());
  ask("lang", /^[a-z]{2,3}(-|$)/.test(document.documentElement.lang));
  const described = all("meta[name=description]").map((each) => each.content.trim());
  ask("description", described.length === 1 && described[0]);
  const canonical = all("link[rel=canonical]").map((each) => each.href);
  ask("canonical", canonical.length === 1 && URL.canParse(canonical[0]));
  for (const each of all("link[hreflang]")) {
    const known = /^(x-default|[a-z]{2,3}(-\w+)*)$/.test(each.hreflang);
    ask(`hreflang ${each.hreflang}`, known && URL.canParse(each.href));
  }

  const vague = /^(click here|here|more|learn more|read more|this|link|go|start|right here)$/i;
  for (const each of all("a")) {
    const leads = each.getAttribute("href") && !/^javascript:/.test(each.href);
    ask(`a link that leads nowhere: ${text(each)}`, leads);
    ask(`a link of vague words: ${text(each)}`, !vague.test(text(each)));
  }
  for (const each of all('a[href^="#"]')) {
    ask(`no such place: ${each.hash}`, document.getElementById(decodeURIComponent(each.hash.slice(1))));
  }
  for (const each of all("input, select")) ask("a field without a label", each.labels.length);
  for (const each of all("img")) ask("an image without a size", each.width && each.height);

  const seen = (each) => each.checkVisibility();
  for (const each of all("a, button, summary, input, select").filter(seen)) {
    const { width, height } = each.getBoundingClientRect();
    // A link within a sentence is as high as its line.
    const inline = getComputedStyle(each).display === "inline";
    ask(`too small to touch: ${text(each)}`, inline || !width || Math.min(width, height) >= 24);
  }
  let small = 0, whole = 0;
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const { data, parentElement } = walk.currentNode;
    if (!data.trim() || !seen(parentElement)) continue;
    whole += data.trim().length;
    if (parseFloat(getComputedStyle(parentElement).fontSize) < 12) small += data.trim().length;
  }
  ask("most of the text is below 12 px", small <= 0.4 * whole);
  return faults;
}
