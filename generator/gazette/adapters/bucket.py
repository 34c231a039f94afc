"""A place in S3-compatible storage: `s3://bucket/prefix`, its objects as a site's files.

Credentials come from where Amazon's own tools take them (environment,
profile, role) and from nowhere else; what the store says is told by its error
code alone, so that no identity and no secret reaches a log.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from gazette.errors import ConfigurationError, Location, OutputError
from gazette.publish.serving import Serving

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from botocore.exceptions import ClientError

SCHEME = "s3://"
NEW = "*"
"""The condition that there is no such object yet."""
_MANY = 1000  # objects that one request may remove
_GONE = {"NoSuchKey", "404", "NotFound"}
_LOST = {"PreconditionFailed", "ConditionalRequestConflict", "412", "409"}
_UNKNOWN = {"NotImplemented", "501"}
_TOLD = {
    "NoSuchBucket": "there is no such bucket",
    "AccessDenied": "the store does not allow it",
    "403": "the store does not allow it",
    "InvalidAccessKeyId": "the store does not know these credentials",
    "SignatureDoesNotMatch": "the store does not know these credentials",
    "ExpiredToken": "the credentials have expired",
}


class OvertakenError(Exception):
    """The condition of a write did not hold: someone else has written meanwhile."""


@dataclass(frozen=True, slots=True)
class Held:
    """An object: its bytes, how it is served, and its age by the store's own clock."""

    data: bytes
    serving: Serving
    tag: str
    age: float
    """Seconds since it was written."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """The objects of a bucket whose keys begin with `prefix`, by what follows it."""

    client: Any
    name: str
    prefix: str

    @property
    def url(self) -> str:
        """Where this is, for errors."""
        return f"{SCHEME}{self.name}/{self.prefix}"

    def names(self) -> tuple[str, ...]:
        """What there is, below the prefix."""
        with self._asked():
            pages = self.client.get_paginator("list_objects_v2").paginate(
                Bucket=self.name, Prefix=self.prefix
            )
            found = [each["Key"] for page in pages for each in page.get("Contents", ())]
        return tuple(key.removeprefix(self.prefix) for key in found if key != self.prefix)

    def read(self, path: str) -> Held | None:
        """The object at `path`; None where there is none."""
        from botocore.exceptions import ClientError  # noqa: PLC0415 - an extra

        with self._asked():
            try:
                answer = self.client.get_object(Bucket=self.name, Key=self.prefix + path)
            except ClientError as error:
                if _code(error) in _GONE:
                    return None
                raise
            data = answer["Body"].read()
        said = answer["ResponseMetadata"]["HTTPHeaders"]
        # A store that does not tell the time is taken at its word that nothing is old.
        now = parsedate_to_datetime(said["date"]) if "date" in said else answer["LastModified"]
        return Held(
            data=data,
            serving=Serving(answer.get("ContentType", ""), answer.get("CacheControl", "")),
            tag=answer["ETag"],
            age=(_utc(now) - _utc(answer["LastModified"])).total_seconds(),
        )

    def write(self, path: str, data: bytes, serving: Serving, *, only_if: str = "") -> None:
        """Write an object; with `only_if` only over the one with that tag, or where it is NEW.

        A store that knows no conditions writes all the same: whoever asked reads
        again what there is. Raises OvertakenError where the condition does not hold.
        """
        from botocore.exceptions import ClientError  # noqa: PLC0415 - an extra

        what = {
            "Bucket": self.name,
            "Key": self.prefix + path,
            "Body": data,
            "ContentType": serving.kind,
            "CacheControl": serving.cache,
        }
        with self._asked():
            try:
                self.client.put_object(**what, **_condition(only_if))
            except ClientError as error:
                if only_if and _code(error) in _LOST:
                    raise OvertakenError from None
                if not only_if or _code(error) not in _UNKNOWN:
                    raise
                self.client.put_object(**what)

    def remove(self, paths: Iterable[str]) -> None:
        """Remove the objects at `paths`."""
        keys = [{"Key": self.prefix + path} for path in paths]
        for start in range(0, len(keys), _MANY):
            with self._asked():
                answer = self.client.delete_objects(
                    Bucket=self.name,
                    Delete={"Objects": keys[start : start + _MANY], "Quiet": True},
                )
            for each in answer.get("Errors", ()):
                raise self._refused(str(each.get("Code", "")))

    @contextmanager
    def _asked(self) -> Iterator[None]:
        """Raise what the store or the way to it refuses as OutputError."""
        from botocore import exceptions as told  # noqa: PLC0415 - an extra

        try:
            yield
        except told.ClientError as error:
            raise self._refused(_code(error)) from None
        except (told.HTTPClientError, told.ConnectionError, OSError):
            raise self._unreached("the store cannot be reached") from None
        except told.BotoCoreError as error:
            # By its kind alone: the text may quote what it was configured with.
            raise self._unreached(f"the store cannot be asked: {type(error).__name__}") from None

    def _refused(self, code: str) -> OutputError:
        return OutputError(
            _TOLD.get(code, f"the store refuses: {code}"),
            where=Location(self.url),
            remedy="Check the bucket, the --endpoint-url and what the credentials may do there, "
            "then run this again: it goes on where this ended.",
        )

    def _unreached(self, what: str) -> OutputError:
        return OutputError(
            what,
            where=Location(self.url),
            remedy="Give credentials as for Amazon’s own tools (AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY, a profile or a role), check the --endpoint-url, then run this "
            "again: it goes on where this ended.",
        )


def open_bucket(url: str, *, endpoint: str | None) -> Bucket:
    """The place that `url` (`s3://bucket/prefix`) names, at `endpoint` or at Amazon.

    Nothing is asked of the store yet. Raises ConfigurationError where `url` or
    `endpoint` is none, or the extra `s3` is not installed.
    """
    parts = urlsplit(url)
    if parts.scheme != "s3" or not parts.hostname or "@" in parts.netloc or parts.query:
        raise ConfigurationError(
            "this is no place in a bucket", remedy="Write it as s3://bucket/prefix."
        )
    _refuse_endpoint(endpoint)
    try:
        import boto3.session  # noqa: PLC0415 - an extra, and slow to load
        from botocore.config import Config  # noqa: PLC0415
        from botocore.exceptions import BotoCoreError  # noqa: PLC0415
    except ImportError:
        raise ConfigurationError(
            "publishing to a bucket needs what comes with the extra “s3”",
            remedy="Install it: pip install 'policy-gazette[s3]'",
        ) from None
    how = Config(
        connect_timeout=10,
        read_timeout=60,
        retries={"total_max_attempts": 4, "mode": "standard"},
        # Stores other than Amazon's know neither names of buckets as hosts nor its new checksums.
        s3={"addressing_style": "path" if endpoint else "auto"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    try:
        client = boto3.session.Session().client("s3", endpoint_url=endpoint, config=how)
    except (BotoCoreError, ValueError) as error:
        raise ConfigurationError(
            f"the store cannot be opened: {type(error).__name__}",
            remedy="Check the --endpoint-url, AWS_PROFILE and AWS_REGION.",
        ) from None
    prefix = parts.path.strip("/")
    return Bucket(client, parts.netloc, f"{prefix}/" if prefix else "")


def _refuse_endpoint(endpoint: str | None) -> None:
    parts = urlsplit(endpoint or "https://host")
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        raise ConfigurationError(
            "the endpoint is no web address without a password",
            remedy="Write it as https://host, and give credentials in the environment.",
        )


def _condition(only_if: str) -> dict[str, str]:
    if not only_if:
        return {}
    return {"IfNoneMatch": NEW} if only_if == NEW else {"IfMatch": only_if}


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _utc(instant: datetime) -> datetime:
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant
