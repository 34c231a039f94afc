"""Changes at the edge of the substance: how to get in touch, where to read more, an example."""

from __future__ import annotations

import re
from collections import Counter
from random import Random

from oracles.changes.places import (
    Change,
    body_start,
    in_line,
    is_item,
    is_prose,
    say,
    sentences,
    throughout,
)

CONTACTS = (
    "If you have any questions, please call us on +1 555 010 7788.",
    "You can also write to us at 12 Harbour Street, Suite 4, Springfield.",
    "Questions about this policy can be sent to privacy@example.com.",
    "Our postal address is 40 Mill Lane, Dublin 2, Ireland.",
    "Our support team answers on weekdays from 9 am to 5 pm.",
    "You can reach our data protection officer at dpo@example.com.",
    "Please get in touch with us with any concern about this notice.",
    "To contact us by phone, dial (555) 010-7788.",
)
POINTERS = (
    "For more information, see our Help Center.",
    "More details are in the section below.",
    "Please also see Section 4 of this policy.",
    "You can read more about this in our [cookie guide](https://example.com/cookies).",
    "Our FAQ explains this in more detail.",
    "See “Contact us” below.",
    "To learn more, visit our website.",
    "Further details are available on our [trust page](https://example.com/trust).",
)
GENERAL = (
    "Cookies are small text files that a website places on your computer.",
    "Most browsers let you see which cookies they hold.",
    "A browser is a program with which you look at websites.",
    "Every device on the internet has an address made of numbers.",
    "Privacy laws differ from country to country.",
    "An app is a program for a phone or a tablet.",
    "Many websites use cookies.",
    "We know that reading policies takes time.",
    "We value your trust.",
    "Thank you for reading this.",
    "This section is a summary; the details follow below.",
)
EXAMPLES = (" (for example, when you sign up)", " (for example, on your phone)")


def _added(sentences_of: tuple[str, ...]) -> Change:
    """One of several sentences at the end of a paragraph."""

    def change(line: str, chance: Random) -> str | None:
        if is_item(line) or not line.rstrip().endswith("."):
            return None
        return f"{line.rstrip()} {chance.choice(sentences_of)}"

    return in_line(change)


def _own_paragraph(sentences_of: tuple[str, ...]) -> Change:
    def change(line: str, chance: Random) -> str | None:
        if is_item(line) or not line.rstrip().endswith("."):
            return None
        return f"{line}\n\n{chance.choice(sentences_of)}\n"

    return in_line(change)


def _heading_summary(text: str, chance: Random) -> str | None:
    """The first sentence of a section said before it already, in bold."""
    lines = text.split("\n")
    places = []
    for i, line in enumerate(lines[:-2]):
        prose = is_prose(lines[i + 2]) and not is_item(lines[i + 2])
        ends = lines[i + 2].rstrip().endswith(".")
        if line.startswith("## ") and not lines[i + 1].strip() and prose and ends:
            places.append(i)
    if not places:
        return None
    i = chance.choice(places)
    said = sentences(lines[i + 2])[0].rstrip(".")
    if "**" in said or "[" in said:
        return None
    return "\n".join([*lines[: i + 2], f"**In short: {said}.**", "", *lines[i + 2 :]])


def _renamed(text: str, _: Random) -> str | None:
    """The name that a text uses most, and no company's, exchanged for another throughout."""
    body = "\n".join(text.split("\n")[body_start(text.split("\n")) :])
    names = Counter(re.findall(r"(?<=[a-z] )[A-Z][a-z]{3,}\b(?= [a-z])", body))
    common = {"Services", "Service", "Policy", "Privacy", "Terms", "Site", "Website", "Content", "Data", "User", "Users", "Account", "Information", "Cookies", "Platform", "Google", "Facebook", "Agreement"}  # fmt: skip
    found = [name for name, times in names.most_common(3) if times > 4 and name not in common]
    if not found or re.search(rf"\b{found[0]},? (?:Inc|LLC|Ltd|Limited|GmbH|Corp)\b", text):
        return None  # another company may stand behind another name
    return re.sub(rf"\b{found[0]}\b", "Brightwater", text)


DETAIL: dict[str, Change] = {
    "phone changed": throughout(r"(?<![\w/])\+?\d[\d ()-]{8,}\d(?!\w)", "+1 555 010 7788"),
    "mailbox changed": lambda text, _: re.sub(r"\b[\w.]+@[\w-]+\.\w+", "privacy@example.com", text) if "@" in text else None,
    "contact sentence": _added(CONTACTS),
    "contact paragraph": _own_paragraph(CONTACTS),
    "pointer sentence": _added(POINTERS),
    "pointer paragraph": _own_paragraph(POINTERS),
    "reference in brackets": say(r"(?<=[a-z])(?=\.(?:\s|$))", lambda _, c: c.choice((" (see Section 3)", " (see “Contact us” below)", ", as described in this policy"))),
    "general sentence": _added(GENERAL),
    "example in brackets": say(r"\b(?:when|if) you [^.,;:()]{8,60}(?=[.,])", lambda m, c: m[0] + c.choice(EXAMPLES)),
    "copyright": lambda text, _: f"{text.rstrip()}\n\n© 2024 Example, Inc. All rights reserved.\n",
    "summary": _heading_summary,
    "renamed": _renamed,
    "link text": in_line(lambda line, _: re.sub(r"(?<!!)\[([^\]]+)\](?=\(http)", "[our page on this]", line, count=1)),
    "welcome": lambda text, _: re.sub(r"(?m)^(# .+)$", r"\1\n\nWelcome! Thank you for taking the time to read this.", text, count=1) if re.search(r"(?m)^# ", text) else None,
    "change log": lambda text, _: f"{text.rstrip()}\n\n## Change log\n\n- 1 May 2024: made the text easier to read\n",
}  # fmt: skip
