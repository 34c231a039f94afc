"""`gazette adopt`: the past of an existing policy becomes its versions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from gazette.adapters.folders import replaced_whole
from gazette.adapters.past import read_dated_files, read_past
from gazette.adapters.workers import workers
from gazette.cli.desk import policy_dir_option, rules_option
from gazette.errors import HistoryError, Location, OutputError, SourceError
from gazette.materiality import load_catalogue
from gazette.release.adoption import Dating, Policed, adopt_texts
from gazette.source.ledger import LEDGER
from gazette.source.policies import SETTINGS, own_rules
from gazette.source.settings import read_settings
from gazette.source.versions import is_label

if TYPE_CHECKING:
    from gazette.release.adoption import Adopted, Text
    from gazette.source.settings import Settings

_READERS = 2  # processes; this one judges meanwhile, which takes about as long as one reads
_FEW = 100  # texts that are read before another process has begun


@click.command()
@click.argument("source")
@click.option(
    "--policy",
    "policy_id",
    metavar="ID",
    default="privacy",
    show_default=True,
    help="Whose versions they become; its policy.toml must be there.",
)
@policy_dir_option
@click.option("--revision", default="HEAD", show_default=True, help="The last commit to look at.")
@click.option(
    "--per",
    type=click.Choice(["day", "commit"]),
    default="day",
    show_default=True,
    help="One version a day, its last text, or one a commit.",
)
@click.option(
    "--dates",
    "dating",
    type=click.Choice(Dating, case_sensitive=False),
    default=Dating.KEPT,
    show_default=True,
    help="The day kept (of the commit, in the file’s name), or the one that the text states.",
)
@rules_option
@click.option("--dry-run", is_flag=True, help="Show the versions; write nothing.")
def adopt(  # noqa: PLR0913 - one parameter an option
    source: str,
    *,
    policy_id: str,
    policy_dir: Path,
    revision: str,
    per: str,
    dating: Dating,
    rules: Path | None,
    dry_run: bool,
) -> None:
    r"""Turn the past of an existing policy into versions.

    SOURCE is a Markdown file in any git repository, as REPOSITORY:PATH with the
    path from its top, or a folder of files named after their days
    (2024-05-01.md). A file's former names are followed. Commits that changed
    no word become no version. Each version is judged against the one before:
    a material change is 2.0.0 after 1.0.0, an editorial one 1.0.1, any other
    1.1.0.

    No date is made up: a shallow clone is refused, and so are days that run
    backwards. The versions are written all at once, or not at all, and never
    over others. Look them through, then begin the ledger with them:
    gazette release --adopt.
    """
    folder = policy_dir / policy_id
    settings = _settings(folder)
    zone = ZoneInfo(settings.time_zone)
    texts = _texts(source, revision, zone)
    with workers(_READERS, worth=len(texts) > _FEW) as mapped:
        versions = adopt_texts(
            texts,
            Policed(policy_id, settings.title, settings.segments),
            catalogue=load_catalogue(rules or own_rules(policy_dir)),
            dating=dating,
            daily=per == "day",
            mapped=mapped,
        )
    if not versions:
        raise HistoryError(
            "there was never a word in it", where=Location(source), remedy="Name another file."
        )
    if not dry_run:
        _write(folder, versions)
    _tell(versions, texts)
    if dry_run:
        click.echo("Dry run: nothing is written.", err=True)
    else:
        click.echo("Look them through, then: gazette release --adopt", err=True)


def _settings(folder: Path) -> Settings:
    """The policy's settings, once it is sure to have no version yet."""
    settings = read_settings(folder / SETTINGS)
    for file in sorted(folder.iterdir()):
        if file.name == LEDGER or (file.suffix == ".md" and is_label(file.stem)):
            raise OutputError(
                "the policy has a past here already, and nothing is ever overwritten",
                where=Location(str(file)),
                remedy="Adopt into a new policy; or remove the file, if it is only an example.",
            )
    return settings


def _texts(source: str, revision: str, zone: ZoneInfo) -> tuple[Text, ...]:
    """The texts that SOURCE names, oldest first."""
    place = Path(source)
    if place.is_dir():
        return read_dated_files(place)
    repository, colon, path = source.rpartition(":")
    if not colon or not path:
        raise click.UsageError(
            "SOURCE is REPOSITORY:PATH, such as .:legal/privacy.md, or a folder of dated files"
        )
    if not Path(repository or ".").is_dir():
        raise SourceError(
            "there is no such folder",
            where=Location(repository),
            remedy="Clone the repository first, whole, and name the clone.",
        )
    return read_past(Path(repository or "."), path, revision=revision, zone=zone)


def _write(folder: Path, versions: tuple[Adopted, ...]) -> None:
    """Write the version files: the policy's folder is exchanged in one step."""
    standing = [each for each in folder.iterdir() if not each.name.startswith(".")]
    if any(not each.is_file() for each in standing):
        raise OutputError(
            "the policy’s folder holds other folders",
            where=Location(str(folder)),
            remedy="Move them out of it; a policy is its settings and its versions.",
        )
    with replaced_whole(folder) as aside:
        for each in standing:
            (aside / each.name).write_bytes(each.read_bytes())
        for version in versions:
            (aside / f"{version.label}.md").write_bytes(version.content)


def _tell(versions: tuple[Adopted, ...], texts: tuple[Text, ...]) -> None:
    """One line a version on stdout; what became of the rest on stderr."""
    for each in versions:
        level = each.level or "first"
        click.echo(f"{each.label}\t{each.published}\t{each.effective}\t{level}\t{each.origin}")
    unstated = sum(not each.stated for each in versions)
    if 0 < unstated < len(versions):
        click.echo(
            f"{unstated} of {len(versions)} texts state no day; theirs is the day kept.", err=True
        )
    gone = sum(each.data is None for each in texts)
    if gone:
        click.echo("warning: the file was gone for a while; a gap is no version.", err=True)
    click.echo(f"{_many(len(texts), 'text')} became {_many(len(versions), 'version')}.", err=True)


def _many(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
