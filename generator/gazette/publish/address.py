"""Where the site lies, and the addresses of what is in it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from gazette.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Address:
    """The site's own address: `https://host` and the path it is mounted at.

    `base` begins and ends with a slash. Links are given from the host's root,
    because `/privacy` may be served with or without its last slash, where
    relative links would lead one level up.
    """

    origin: str
    base: str

    @classmethod
    def parse(cls, site_url: str) -> Address:
        """Read `site_url`; ConfigurationError unless it is a plain web address."""
        parts = urlsplit(site_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ConfigurationError(
                f"site_url is no web address: {site_url or 'it is missing'}",
                remedy="Write where the site is served, such as https://example.com/privacy/.",
            )
        if parts.query or parts.fragment:
            raise ConfigurationError(
                f"site_url has a query or a fragment: {site_url}",
                remedy="Write only the host and the path, such as https://example.com/privacy/.",
            )
        path = parts.path.strip("/")
        return cls(f"{parts.scheme}://{parts.netloc}", f"/{path}/" if path else "/")

    def link(self, place: str = "") -> str:
        """The link to `place`, a path below the site's root; `""` is the root itself."""
        return self.base + place

    def absolute(self, place: str = "") -> str:
        """The same with scheme and host, for canonical links and for machines."""
        return self.origin + self.link(place)
