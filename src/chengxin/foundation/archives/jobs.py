"""Packages that are made behind the page."""

from django.db import transaction

from chengxin.foundation.archives.appraising import carry_out
from chengxin.foundation.archives.filing import check_package, make_filing, store_package
from chengxin.foundation.archives.models import Appraisal, Filing
from chengxin.ground import clock, home
from chengxin.ground.jobs import task


@task()
def make(filing_id: int) -> None:
    """File and pack one year of an organ; running it again goes on where it was broken off."""
    filing = Filing.objects.select_related("organ", "table").get(pk=filing_id)
    make_filing(filing=filing, home=home.current(), at=clock.now())


@task()
def pack_anew(filing_id: int) -> None:
    """Pack a filing anew after cases of it were destroyed."""
    store_package(Filing.objects.get(pk=filing_id), home.current())


@task()
def check(filing_id: int) -> None:
    """Read a package through and note whether it is the one that was made."""
    check_package(filing=Filing.objects.get(pk=filing_id), home=home.current(), at=clock.now())


@task()
def destroy(appraisal_id: int) -> None:
    """Destroy what an approved list names; with it, or not at all, what lost a case is queued to be packed anew."""
    appraisal = Appraisal.objects.get(pk=appraisal_id)
    with transaction.atomic():
        for filing in carry_out(appraisal=appraisal, home=home.current(), at=clock.now()):
            pack_anew.enqueue(filing)
