"""Signatures of commits and tags: made where git is set up for it, checked by git itself.

Which keys are to be believed is git's own setting (`gpg.ssh.allowedSignersFile`,
or GnuPG's keyring), and so whoever verifies decides it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gazette.release.witness import Signature, Trust

if TYPE_CHECKING:
    from git import Repo

_SIGNED_COMMIT = re.compile(r"^gpgsig(?:-sha256)? ", re.MULTILINE)
_SIGNED_TAG = re.compile(r"^-----BEGIN (?:SSH|PGP) SIGNATURE-----$", re.MULTILINE)
_SIGNER = re.compile(
    r'^Good "git" signature for (?P<ssh>.+) with \S+ key |^\[GNUPG:\] GOODSIG \S+ (?P<gpg>.+)$',
    re.MULTILINE,
)
# What ssh-keygen and GnuPG say of a signature that was made over something else.
_FALSE = re.compile(r"incorrect signature|^\[GNUPG:\] BADSIG ", re.MULTILINE)


def signs(repository: Repo, what: str) -> bool:
    """Whether git is set up to sign what is made: `what` is `commit` or `tag`.

    As its setting says (`commit.gpgsign`, `tag.gpgsign`); where it says nothing, whether there is
    an SSH key to sign with, which asks nobody for a passphrase that is not at hand.
    """
    config = repository.git.config
    said = config("--type=bool", "--get", f"{what}.gpgsign", with_exceptions=False)
    if said:
        return bool(said == "true")
    form = config("--get", "gpg.format", with_exceptions=False)
    return bool(form == "ssh" and config("--get", "user.signingkey", with_exceptions=False))


def commit_signature(repository: Repo, commit: str) -> Signature:
    """Who signed the commit, as far as git can tell here."""
    named = f"commit {commit[:10]}"
    header = str(repository.git.cat_file("commit", commit)).partition("\n\n")[0]
    if not _SIGNED_COMMIT.search(header):
        return Signature(named, Trust.UNSIGNED)
    return _judged(named, *_asked(repository, "verify_commit", commit))


def tag_signature(repository: Repo, name: str) -> Signature:
    """Who signed the tag called `name` (without refs/tags/), as far as git can tell here."""
    named, ref = f"the tag {name}", f"refs/tags/{name}"
    if repository.git.cat_file("-t", ref) != "tag":
        return Signature(named, Trust.UNSIGNED)
    text = str(repository.git.cat_file("tag", ref))
    if not _SIGNED_TAG.search(text):
        return Signature(named, Trust.UNSIGNED)
    if f"\ntag {name}\n" not in text.partition("\n\n")[0] + "\n":
        # Signed as another tag, and called this one since: git does not look at that.
        return Signature(named, Trust.FALSE)
    return _judged(named, *_asked(repository, "verify_tag", ref))


def _asked(repository: Repo, command: str, name: str) -> tuple[int, str]:
    """The exit code of git's own check, and all that it said."""
    code, out, error = getattr(repository.git, command)(
        "--raw", name, with_extended_output=True, with_exceptions=False
    )
    return int(code), f"{out}\n{error}"


def _judged(named: str, code: int, said: str) -> Signature:
    if code == 0:
        signer = _SIGNER.search(said)
        return Signature(named, Trust.GOOD, (signer["ssh"] or signer["gpg"]) if signer else "")
    return Signature(named, Trust.FALSE if _FALSE.search(said) else Trust.UNKNOWN)
