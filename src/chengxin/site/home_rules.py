"""市级规则的文件: what stands in the home under `rulebooks/<six-digit code>/*.toml`."""

from collections.abc import Iterator

from chengxin.foundation.rules.operations import CityFiles
from chengxin.foundation.subjects.models import Level, Region
from chengxin.ground.home import Home


class NotACity(ValueError):
    """A folder of city rules is not named by the code of a city; the text says where and what was expected."""


def city_files(here: Home) -> Iterator[CityFiles]:
    """Yield the rules of each city that has a folder with files; raise `NotACity` for a folder of another name."""
    folder = here.rulebooks
    for place in sorted(folder.iterdir()) if folder.exists() else []:
        sources = {
            f"rulebooks/{place.name}/{file.name}": file.read_bytes() for file in sorted(place.glob("*.toml"))
        }
        if sources:
            yield CityFiles(place.name, _region(place.name).path, sources)


def _region(code: str) -> Region:
    region = Region.objects.filter(code=code, level=Level.CITY, ended_on=None).first()
    if region is None:
        raise NotACity(
            f"rulebooks/{code}: 文件夹应以设区的市的六位区划代码命名（如 370100），没有代码为“{code}”的市"
        )
    return region
