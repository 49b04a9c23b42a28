"""Lists that are answered behind the page."""

from chengxin.ground import clock
from chengxin.ground.jobs import task
from chengxin.insight.inquiries.listing import AlreadyRunning, answer_list
from chengxin.insight.inquiries.models import InquiryList


@task()
def answer_file(list_id: int) -> None:
    """Answer one list; running it again goes on where it stopped."""
    try:
        answer_list(
            taken=InquiryList.objects.select_related("by__body__region", "organ").get(pk=list_id),
            at=clock.now(),
        )
    except AlreadyRunning:
        return  # who answers it now answers it to its end
