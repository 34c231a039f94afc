// Tells the users of your product that a policy changes. Put it where the notice should stand:
//
//   <script src="https://example.com/privacy/notice.js" data-known="1.0.0" defer></script>
//
// `data-known` is the version that your own records say this user knows; without it, only what is
// announced is told. The notice has no style of its own, so it looks like your product: its class
// is gazette-notice. Once a user closes it, the document hears a `gazette:known` event with the
// version, for your records. Nothing is stored here, and nothing is asked of any other host.
(() => {
  "use strict";
  const script = document.currentScript;
  const known = script.dataset.known;
  const telling = ["review", "material"];

  const create = (tag, text, values = {}) =>
    Object.assign(document.createElement(tag), { textContent: text, ...values });

  // The page may be older than the day of the change, so the words follow the reader's clock.
  const sentence = ({ policy, words, language }, version) => {
    const said = Date.now() < Date.parse(version.effective_at) ? words.changes : words.changed;
    // English as the site writes it, the day first.
    const day = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { dateStyle: "long", timeZone: "UTC" });
    const filled = { title: policy.title, day: day.format(new Date(version.effective)) };
    return said.replace(/\{(title|day)\}/g, (_, name) => filled[name]);
  };

  const show = (notice) => {
    const versions = [...notice.announced, ...(known && notice.in_force ? [notice.in_force] : [])];
    const version = versions.find((each) => telling.includes(each.level) && each.version !== known);
    if (!version) return;
    const section = create("section", "", { className: "gazette-notice", lang: notice.language });
    section.setAttribute("aria-label", notice.policy.title);
    const words = create("p", "");
    const summary = create("span", version.summary, { lang: version.language });
    words.append(create("strong", sentence(notice, version)), " ", summary);
    const link = create("a", notice.words.see, { href: version.changes });
    const close = create("button", notice.words.close, { type: "button" });
    close.addEventListener("click", () => {
      section.remove();
      const detail = { policy: notice.policy.id, version: version.version };
      document.dispatchEvent(new CustomEvent("gazette:known", { detail }));
    });
    const actions = create("p", "");
    actions.append(link, " ", close);
    section.append(words, actions);
    script.before(section);
  };

  fetch(new URL("notice.json", script.src), { credentials: "omit", referrerPolicy: "no-referrer" })
    .then((answer) => answer.json())
    .then(show)
    .catch(() => {}); // Your product goes on without a notice.
})();
