"""Every refusal in one shape: a code for programs, a Chinese sentence for people."""

import logging
from collections.abc import Callable, Collection

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from grids.proposals.drafting.refusals import NotADraft, Refused, Stale, VersionMissing
from grids.review.refusals import Hindered, MovedOn, NotYours
from layers.api.schemas import Refusal

logger = logging.getLogger(__name__)

SIGN_IN = "登录已失效，请重新登录。"
NOT_FOUND = "没有找到所请求的内容，或者您没有查看它的权限。请返回地图重新选择。"
METHOD = "这个地址不支持该操作。请刷新页面后重试。"
CSRF = "页面已过期，请刷新后重试。"
UNREADABLE = "请求的内容无法读取。请刷新页面后重试。"
TOO_LARGE = "请求太大，无法处理。请减少一次选择的单元后重试。"
BUSY = "数据库繁忙，暂时无法回答。请稍后重试。"
FAILED = "系统内部出错，已记录。请稍后重试；如仍出现，请联系管理员。"
# What another decision made in the meantime takes away.
_OVERTAKEN = frozenset(
    {"edition_superseded", "stale_edition", "edition_waiting", "waived_already", "condition_met"}
)
_INPUTS = {
    "q": "搜索词",
    "level": "层级",
    "county": "县代码",
    "pk": "编号",
    "draft": "方案编号",
    "case": "方案编号",
    "with": "比较对象",
    "since": "版本",
    "before": "版本",
}


def refuse(status: int, code: str, message: str) -> HttpResponse:
    """An answer in the shape of every refusal."""
    body = Refusal(code=code, message=message).model_dump_json()
    response = HttpResponse(body, content_type="application/json", status=status)
    response["Cache-Control"] = "no-store"
    return response


def speak_plainly(api: NinjaAPI) -> None:
    """Give `api` our refusals instead of the framework's."""
    for kind, handler in _HANDLERS.items():
        api.add_exception_handler(kind, handler)


def no_such_address(request: HttpRequest) -> HttpResponse:
    """The answer for every address below /api/ that is none of ours."""
    return refuse(404, "not_found", NOT_FOUND)


def _sign_in(request: HttpRequest, error: Exception) -> HttpResponse:
    return refuse(401, "sign_in_required", SIGN_IN)


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == 403:
        return refuse(403, "page_expired", CSRF)
    if error.status_code == 400:
        return refuse(400, "unreadable", UNREADABLE)
    return refuse(error.status_code, "refused", error.message)


def _not_found(request: HttpRequest, error: Exception) -> HttpResponse:
    return refuse(404, "not_found", str(error) or NOT_FOUND)


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    names = [str(problem["loc"][-1]) for problem in error.errors]
    fields = "、".join(dict.fromkeys(_INPUTS.get(name, name) for name in names))
    return refuse(422, "invalid_input", f"请求中的“{fields}”不符合要求，请检查后重试。")


def _declined(request: HttpRequest, error: Refused) -> HttpResponse:
    if isinstance(error, VersionMissing):
        return refuse(428, error.code, str(error))
    return refuse(_status({error.code}), error.code, str(error))


def _status(codes: Collection[str]) -> int:
    """409 where somebody else was quicker, 422 where it is for the person to mend."""
    return 422 if _OVERTAKEN.isdisjoint(codes) else 409


def _not_as_it_was(request: HttpRequest, error: Refused) -> HttpResponse:
    return refuse(409, error.code, str(error))


def _not_yours(request: HttpRequest, error: NotYours) -> HttpResponse:
    return refuse(403, error.code, str(error))


def _hindered(request: HttpRequest, error: Hindered) -> HttpResponse:
    told = [one._asdict() for one in error.hindrances]
    body = {"code": error.code, "message": str(error), "hindrances": told}
    status = _status([one.code for one in error.hindrances])
    response = JsonResponse(body, json_dumps_params={"ensure_ascii": False}, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _stale(request: HttpRequest, error: Stale) -> HttpResponse:
    body = {"code": error.code, "message": str(error), **error.changed}
    response = JsonResponse(body, json_dumps_params={"ensure_ascii": False}, status=409)
    response["Cache-Control"] = "no-store"
    return response


def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return refuse(413, "too_large", TOO_LARGE)


def _busy(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.warning("the database did not answer %s: %s", request.path, error)
    return refuse(503, "busy", BUSY)


def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.exception("%s %s failed", request.method, request.path, exc_info=error)
    return refuse(500, "server_error", FAILED)


_HANDLERS: dict[type[Exception], Callable[..., HttpResponse]] = {
    AuthenticationError: _sign_in,
    HttpError: _http,
    Http404: _not_found,
    ValidationError: _invalid,
    Refused: _declined,
    NotADraft: _not_as_it_was,
    MovedOn: _not_as_it_was,
    NotYours: _not_yours,
    Hindered: _hindered,
    Stale: _stale,
    RequestDataTooBig: _too_large,
    OperationalError: _busy,
    Exception: _failed,
}
