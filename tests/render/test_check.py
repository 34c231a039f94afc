from __future__ import annotations

import pytest

from gazette.render.check import check_pages

WRITTEN = {"index.html", "a/index.html", "versions.json", "404.html", "img/logo.svg"}


def problems(body: str, path: str = "a/index.html") -> list[str]:
    page = f"<!doctype html><html><body><p id='here'>x</p>{body}</body></html>"
    found = check_pages({path: page.encode()}, written=WRITTEN, base="/privacy/")
    return [each.what for each in found]


@pytest.mark.parametrize(
    "body",
    [
        '<img src="/privacy/img/logo.svg">',
        '<img src="data:image/png;base64,AA==">',
        '<a href="https://elsewhere.example/">elsewhere</a>',
        '<a href="mailto:a@b.example">write</a>',
        '<a href="/privacy/">home</a>',
        '<a href="/privacy/a/">here</a>',
        '<a href="/privacy/a">here</a>',
        '<a href="/privacy/a/#here">here</a>',
        '<a href="/privacy/versions.json">data</a>',
        '<a href="#here">here</a>',
        '<a href="#">top</a>',
        '<a href="../">up</a>',
        '<a href="/terms/">outside the site</a>',
        '<link rel="canonical" href="https://elsewhere.example/">',
        '<link rel="icon" href="data:,">',
    ],
)
def test_what_is_in_order_is_left_alone(body: str) -> None:
    assert problems(body) == []


@pytest.mark.parametrize(
    "body",
    [
        '<img src="https://elsewhere.example/a.png">',
        '<img src="//elsewhere.example/a.png">',
        '<img srcset="https://elsewhere.example/a.png 2x">',
        '<img srcset="/privacy/a.png, //elsewhere.example/a.png 2x">',
        '<script src="HTTPS://elsewhere.example/a.js"></script>',
        '<iframe src=" https://elsewhere.example/"></iframe>',
        '<video poster="https://elsewhere.example/a.png"></video>',
        '<object data="https://elsewhere.example/a"></object>',
        '<form action="https://elsewhere.example/"></form>',
        '<link rel="stylesheet" href="https://elsewhere.example/a.css">',
        '<link rel="preconnect" href="https://elsewhere.example">',
        '<p style="background: url(https://elsewhere.example/a.png)">x</p>',
        "<style>@import '//elsewhere.example/a.css';</style>",
        "<style>a { background: url( 'http://elsewhere.example/a.png') }</style>",
    ],
)
def test_what_would_load_from_another_host_is_found(body: str) -> None:
    (found,) = problems(body)

    assert "from another host" in found


@pytest.mark.parametrize(
    "address",
    ["/privacy/nowhere/", "/privacy/nowhere.json", "#nowhere", "/privacy/a/#nowhere", "nowhere/"],
)
def test_a_link_that_leads_nowhere_is_found(address: str) -> None:
    assert problems(f'<a href="{address}">x</a>') == [f"the link {address} leads nowhere"]


def test_a_dead_link_in_a_policys_own_text_is_told_apart() -> None:
    page = b'<html><body><article class="text"><p><a href="#gone">x</a></p></article></body></html>'

    (found,) = check_pages({"index.html": page}, written=WRITTEN, base="/privacy/")

    assert found.in_text
