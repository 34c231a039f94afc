"""A published site as its visitors are served it: from a folder, or from its address."""

from __future__ import annotations

from dataclasses import dataclass
from http.client import HTTPException, IncompleteRead
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from gazette import __version__
from gazette.errors import ConfigurationError, Location, OutputError

if TYPE_CHECKING:
    from http.client import HTTPMessage

LARGEST = 16 * 1024 * 1024
"""Bytes of one file; a site of texts has none so large, and an endless answer must end."""
_PATIENCE = 20.0  # seconds between two pieces of an answer
_REDIRECTS = 5
_ABSENT = {403, 404, 410}  # a store that may not be listed answers 403 for what it has not
_INDEX = "index.html"


class Visit(Protocol):
    """Whatever can be asked for what a visitor would be served."""

    @property
    def where(self) -> str:
        """The site's root; a place below it is appended as it is."""

    def read(self, place: str) -> bytes | None:
        """What is served at `place`; None where nothing is. A page's place ends in a slash."""


def visit(site: str) -> Visit:
    """The site at the web address or in the folder `site`.

    Raises ConfigurationError where it is neither.
    """
    parts = urlsplit(site)
    if parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc:
        address = parts._replace(query="", fragment="").geturl()
        return WebSite(address if address.endswith("/") else f"{address}/", _opener())
    if not Path(site).is_dir():
        raise ConfigurationError(
            "this is neither a folder nor a web address",
            remedy="Name the folder that is served, or https://host/path/ without a password.",
        )
    return SiteFolder(Path(site))


@dataclass(frozen=True, slots=True)
class SiteFolder:
    """A site in a folder, as a plain web server would serve it."""

    folder: Path

    @property
    def where(self) -> str:
        """The folder, ending in a slash."""
        return f"{self.folder.as_posix()}/"

    def read(self, place: str) -> bytes | None:
        """The file at `place`; OutputError where it cannot be read."""
        path = self.folder / (place + _INDEX if place.endswith("/") or not place else place)
        try:
            return path.read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except OSError as error:
            raise OutputError(
                f"the site cannot be read: {(error.strerror or str(error)).lower()}",
                where=Location(str(path)),
                remedy="Check that you may read it, then run this again.",
            ) from None


@dataclass(frozen=True, slots=True)
class WebSite:
    """A site at its address, which ends in a slash."""

    where: str
    opener: OpenerDirector

    def read(self, place: str) -> bytes | None:
        """What is served at `place`; OutputError where the answer is none, or too long."""
        found = self._fetch(place)
        if found is None and (place.endswith("/") or not place):
            # A store of objects may know no page for a folder.
            return self._fetch(place + _INDEX)
        return found

    def _fetch(self, place: str) -> bytes | None:
        address = urljoin(self.where, quote(place))
        # Nothing between the site and here may answer from what it remembers.
        headers = {"User-Agent": f"gazette/{__version__}", "Cache-Control": "no-cache"}
        request = Request(address, headers=headers)  # noqa: S310 - `visit` takes http and https only
        try:
            with self.opener.open(request, timeout=_PATIENCE) as answer:
                data: bytes = answer.read(LARGEST + 1)
                if len(data) <= LARGEST and answer.length:
                    # What `read` with a limit leaves to its caller to notice.
                    raise IncompleteRead(data, answer.length)
        except HTTPError as error:
            error.close()
            if error.code in _ABSENT:
                return None
            raise _unseen(address, f"the site answers {error.code}") from None
        except URLError as error:
            raise _unseen(address, f"the site cannot be reached: {error.reason}") from None
        except (HTTPException, OSError) as error:
            raise _unseen(address, f"the site’s answer broke off: {error}") from None
        if len(data) > LARGEST:
            raise _unseen(address, f"the answer is longer than {LARGEST // 1024**2} MiB")
        return data


class _SameHost(HTTPRedirectHandler):
    """Follows a redirection on the same host, or from http to https there, and no other."""

    max_redirections = _REDIRECTS

    def redirect_request(  # noqa: PLR0913, PLR0917 - as urllib calls it
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        """The request to follow with; OutputError where it leads elsewhere."""
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        secured = (old.scheme, new.scheme) == ("http", "https")
        if old.hostname != new.hostname or not (secured or old.scheme == new.scheme):
            fp.close()
            raise _unseen(req.full_url, "the site sends its visitors to another one")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> OpenerDirector:
    opener = build_opener(_SameHost)
    opener.addheaders = []
    return opener


def _unseen(address: str, what: str) -> OutputError:
    return OutputError(
        what,
        where=Location(address),
        remedy="Check the address, and whether the site is up; then run this again.",
    )
