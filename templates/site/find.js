// Finds a sentence in any version: on the page that holds every clause, or from the archive, which
// fetches that page once somebody searches.
(() => {
  const search = document.querySelector("#gz-find");
  const [form, source, said, list] = ["form", "a", "[role=status]", "ul"].map((each) => search.querySelector(each));
  const here = document.querySelectorAll(".passage");
  let loading;

  const plain = (text) =>
    text.normalize("NFKC").toLowerCase().replace(/[‘’‛]/g, "'").replace(/[“”„]/g, '"').replace(/[‐-―]/g, "-").replace(/\s+/g, " ").trim();
  const passages = () => {
    loading ??= here.length
      ? Promise.resolve(here)
      : fetch(source.href).then((answer) => answer.text()).then((text) =>
          new DOMParser().parseFromString(text, "text/html").querySelectorAll(".passage"));
    return loading.then((found) => [...found].map((each) => [each, plain(each.firstElementChild.textContent)]));
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wanted = plain(form.elements[0].value);
    if (!wanted) return;
    try {
      const all = await passages();
      // The sentence as it is; if no clause holds it, those that hold all its words.
      let found = all.filter(([, text]) => text.includes(wanted));
      if (!found.length) found = all.filter(([, text]) => wanted.split(" ").every((word) => text.includes(word)));
      list.replaceChildren(...found.slice(0, 30).map(([each]) => each.cloneNode(true)));
      said.textContent = found.length > 30 ? said.dataset.many.replace("#", found.length) : said.dataset.found.replace("#", found.length);
    } catch {
      loading = undefined;
      said.textContent = said.dataset.lost;
    }
  });
  form.hidden = false;
})();
