"""外观: whatever all public pages are made of beside what is published, as one hash."""

from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from chengxin.doors import bundles, disclosure

SITE = Path(__file__).parent
ROOMS = tuple(Path(room.__path__[0]) for room in (disclosure, bundles))
FOLDERS = (SITE / "templates", SITE / "static", SITE / "locale", *ROOMS)


def look() -> str:
    """Hash the program's version, its templates, words and styles, and the settings that pages show."""
    said = (
        settings.PUBLIC_ORIGIN,
        settings.SITE_NAME,
        settings.SITE_DOMAIN,
        settings.SITE_CODE,
        settings.COMPLAIN_AT,
    )
    words = [version("chengxin"), settings.DATA_LICENCE, settings.PRIVACY_CONTACT, str(settings.DEMO), *said]
    digest = sha256("\n".join(words).encode())
    for file in sorted(each for folder in FOLDERS for each in folder.rglob("*") if _is_ours(each)):
        digest.update(file.name.encode() + sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _is_ours(file: Path) -> bool:
    return file.is_file() and file.suffix != ".pyc"
