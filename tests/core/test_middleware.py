"""What browsers may do with our pages: nothing of the device, nothing kept of a signed-in person's."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from emile.core.middleware import BrowserPolicyMiddleware

NOTHING_OF = {
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media", "fullscreen",
    "gamepad", "geolocation", "gyroscope", "hid", "identity-credentials-get", "idle-detection", "local-fonts",
    "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "publickey-credentials-get",
    "screen-wake-lock", "serial", "usb", "window-management", "xr-spatial-tracking",
}  # fmt: skip


def answered(response: HttpResponse, **cookies: str) -> HttpResponse:
    request = RequestFactory().get("/")
    request.COOKIES = cookies
    return BrowserPolicyMiddleware(lambda _: response)(request)


def test_nothing_of_the_device_is_lent():
    policy = answered(HttpResponse())["Permissions-Policy"]
    assert set(policy.split(", ")) == {f"{feature}=()" for feature in NOTHING_OF}


def test_no_other_window_and_no_other_site():
    response = answered(HttpResponse())
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("name", ["Permissions-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy"])
def test_a_page_may_say_it_otherwise(name):
    response = HttpResponse(headers={name: "unsafe-none"})
    assert answered(response)[name] == "unsafe-none"


class TestWhatIsKept:
    SESSION = "emile_session"

    def test_of_a_visitor_the_page_decides(self):
        assert "Cache-Control" not in answered(HttpResponse())
        assert answered(HttpResponse(headers={"Cache-Control": "max-age=60"}))["Cache-Control"] == "max-age=60"

    def test_nothing_of_a_session(self):
        response = HttpResponse(headers={"Cache-Control": "max-age=60"})
        assert answered(response, **{self.SESSION: "x"})["Cache-Control"] == "no-store"

    def test_nothing_of_the_page_that_opens_one(self):
        response = HttpResponse()
        response.set_cookie(self.SESSION, "x")
        assert answered(response)["Cache-Control"] == "no-store"

    def test_another_cookie_is_no_session(self):
        assert "Cache-Control" not in answered(HttpResponse(), theme="sombre")
