"""Pages for when something went wrong: in words, without a stack, in the reader's language."""

import pytest
from django.test import Client, RequestFactory
from django.views import defaults
from django.views.csrf import csrf_failure


@pytest.mark.django_db
def test_says_that_a_page_is_not_there(client: Client) -> None:
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert "没有找到这一页" in response.content.decode()


@pytest.mark.parametrize(
    ("view", "status", "words"),
    [
        (lambda request: defaults.bad_request(request, ValueError()), 400, "请求有误"),
        (lambda request: defaults.permission_denied(request, PermissionError()), 403, "没有权限"),
        (defaults.server_error, 500, "系统出现故障"),
        (csrf_failure, 403, "页面已经过期"),
    ],
)
def test_says_what_went_wrong(view, status: int, words: str, rf: RequestFactory) -> None:  # type: ignore[no-untyped-def]
    response = view(rf.get("/"))

    assert response.status_code == status
    assert words in response.content.decode()
