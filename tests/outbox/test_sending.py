"""Sending over a real mail server and to a real web server: what arrives, what fails, what is tried again."""

import json
from datetime import timedelta

import pytest

from dondoc.outbox.models import Contact, Delivery, DeliveryState, Endpoint, HookKind, Message
from dondoc.outbox.sending import LEASE, PAUSES, Sent, send_due, try_again
from dondoc.outbox.ways import Content, refusal, signature
from tests.factories import AT, make_user
from tests.outbox.receivers import mail_server, web_server

pytestmark = pytest.mark.django_db

WORDS = Content("Đôn đốc: 1 việc", "Đề nghị nộp ngay.\n\n- Báo cáo tháng, hạn 25/03/2026", [{"what": "Báo cáo tháng"}])


def waiting(name: str, channel: str = "email", endpoint: Endpoint | None = None) -> Delivery:
    user = make_user(name)
    user.email = f"{name}@mau.vn"
    user.save()
    message = Message.objects.create(user=user, key="2026-03-16", made_at=AT)
    return Delivery.objects.create(message=message, channel=channel, endpoint=endpoint, next_at=AT)


def say(messages):
    return {one.pk: WORDS for one in messages}


def send(at=AT, how=say) -> Sent:
    return send_due(how, now=lambda: at)


def states() -> dict[str, str]:
    return dict(Delivery.objects.values_list("message__user__username", "state"))


def test_an_email_arrives_as_it_was_written(settings):
    one = waiting("an")
    with mail_server(settings) as post:
        assert send() == Sent(sent=1)
        assert send() == Sent()
    [mail] = post.mails
    assert (mail["Subject"], mail["To"], mail["From"]) == (WORDS.subject, "an@mau.vn", "Đôn Đốc <don-doc@mau.vn>")
    assert mail.get_content().replace("\r\n", "\n").strip() == WORDS.text
    assert (mail["Message-ID"], mail["Auto-Submitted"]) == (f"<{one.key}@mau.vn>", "auto-generated")
    one.refresh_from_db()
    assert (one.state, one.attempts, one.sent_at) == (DeliveryState.SENT, 1, AT)


def test_what_is_done_meanwhile_is_not_sent(settings):
    waiting("an")
    with mail_server(settings) as post:
        assert send(how=lambda _messages: {}) == Sent(dropped=1)
    assert (post.mails, states()) == ([], {"an": "dropped"})


def test_a_mail_server_that_is_away_is_tried_again_and_then_left_to_a_person(settings):
    one = waiting("an")
    with mail_server(settings):
        pass  # gone again; the settings still name its port
    at, tries = AT, []
    for _n in range(len(PAUSES) + 3):
        if send(at).failed:
            one.refresh_from_db()
            tries.append(one.next_at - at)
        at += PAUSES[-1]
    assert (tries, states()) == ([*PAUSES, timedelta(0)], {"an": "failed"})
    assert "ConnectionRefused" in Delivery.objects.get().error
    with mail_server(settings) as post:
        assert send(at) == Sent()
        assert try_again([one.pk], at=at) == 1
        assert send(at) == Sent(sent=1)
    assert len(post.mails) == 1


def test_an_address_that_does_not_exist_does_not_hold_up_the_others(settings):
    for name in ("an", "binh", "chi"):
        waiting(name)
    with mail_server(settings) as post:
        post.refuse = {"an@mau.vn": "550 không có hộp thư này", "binh@mau.vn": "451 thử lại sau"}
        assert send() == Sent(sent=1, failed=2)
    assert states() == {"an": "failed", "binh": "waiting", "chi": "sent"}
    assert [mail["To"] for mail in post.mails] == ["chi@mau.vn"]


def test_one_that_was_left_half_way_is_taken_up_after_its_lease_with_the_same_key(settings):
    one = waiting("an")
    Delivery.objects.update(state=DeliveryState.SENDING, next_at=AT + LEASE, attempts=1)
    with mail_server(settings) as post:
        assert send(AT + LEASE - timedelta(seconds=1)) == Sent()
        assert send(AT + LEASE) == Sent(sent=1)
    assert [mail["Message-ID"] for mail in post.mails] == [f"<{one.key}@mau.vn>"]


def endpoint(kind: HookKind, url: str) -> Endpoint:
    by = make_user()
    return Endpoint.objects.create(name=kind.label, kind=kind, url=url, secret="bi-mat", made_at=AT, made_by=by)


class TestWebhooks:
    def test_signed_and_tried_again(self, settings):
        with web_server(settings) as web:
            one = waiting("an", "hook-1", endpoint(HookKind.PLAIN, web.url()))
            web.answers = [(500, {}), (200, {})]
            assert send() == Sent(failed=1)
            assert send(AT + PAUSES[0]) == Sent(sent=1)
        (path, first, body), (_path, second, again) = web.calls
        assert (path, body) == ("/nhan", again)
        assert first["X-DonDoc-Signature"] == f"sha256={signature('bi-mat', body)}"
        assert first["Idempotency-Key"] == second["Idempotency-Key"] == one.key
        assert json.loads(body) == {
            "id": one.key, "to": {"username": "an", "name": "an"}, "subject": WORDS.subject, "text": WORDS.text,
            "items": [{"what": "Báo cáo tháng"}],
        }  # fmt: skip

    def test_the_forms_of_telegram_and_zalo(self, settings):
        with web_server(settings) as web:
            for name, kind, url in (
                ("an", HookKind.TELEGRAM, web.url("")), ("binh", HookKind.ZALO, web.url("/v3.0/oa/message/cs"))
            ):  # fmt: skip
                to = endpoint(kind, url)
                one = waiting(name, f"hook-{to.pk}", to)
                Contact.objects.create(user=one.message.user, endpoint=to, address=f"so-{name}")
            waiting("chi", "hook-9", to)  # without a number of her own
            assert send() == Sent(sent=2, failed=1)
        text = f"{WORDS.subject}\n\n{WORDS.text}"
        assert [(path, json.loads(body)) for path, _headers, body in web.calls] == [
            ("/botbi-mat/sendMessage", {"chat_id": "so-an", "text": text}),
            ("/v3.0/oa/message/cs", {"recipient": {"user_id": "so-binh"}, "message": {"text": text}}),
        ]
        assert web.calls[1][1]["access_token"] == "bi-mat"
        assert states() == {"an": "sent", "binh": "sent", "chi": "failed"}

    def test_what_the_services_say_inside_their_answer(self, settings):
        with web_server(settings) as web:
            zalo, telegram = endpoint(HookKind.ZALO, web.url()), endpoint(HookKind.TELEGRAM, web.url(""))
            for name, to in (("an", zalo), ("binh", telegram)):
                one = waiting(name, f"hook-{to.pk}", to)
                Contact.objects.create(user=one.message.user, endpoint=to, address="1")
            web.answers = [
                (200, {"error": -216, "message": "Access token is invalid"}),
                (403, {"ok": False, "description": "Forbidden: bot was blocked by the user"}),
            ]
            assert send() == Sent(failed=2)
        assert dict(Delivery.objects.values_list("message__user__username", "error")) == {
            "an": "Access token is invalid", "binh": "Forbidden: bot was blocked by the user"
        }  # fmt: skip

    def test_nothing_is_followed_elsewhere(self, settings):
        with web_server(settings) as web:
            waiting("an", "hook-1", endpoint(HookKind.PLAIN, web.url()))
            web.answers = [(302, {})]
            assert send() == Sent(failed=1)
        assert len(web.calls) == 1
        assert "302" in Delivery.objects.get().error

    @pytest.mark.parametrize(
        ("url", "why"),
        [
            ("http://127.0.0.1:1/", "chưa được cho phép"),
            ("https://khac.vn/", "chưa được cho phép"),
            ("https://cong.mau.vn.khac.vn/", "chưa được cho phép"),
            ("https://cong.mau.vn@khac.vn/", "phải có dạng"),
            ("http://cong.mau.vn/", "phải qua https"),
            ("file:///etc/passwd", "phải có dạng"),
            ("https://cong.mau.vn/a\r\nHost: x", "ký tự lạ"),
            ("https://cong.mau.vn:9/", "chưa được cho phép"),
        ],
    )
    def test_where_it_may_not_go(self, settings, url, why):
        settings.HOOK_HOSTS = ["cong.mau.vn:443", "cong.mau.vn:80"]
        assert why in refusal(url)
        settings.HOOK_HOSTS = []
        assert refusal("https://cong.mau.vn/")

    def test_a_name_that_leads_into_the_house_is_refused(self, settings):
        with web_server(settings) as web:
            settings.HOOK_HOSTS = ["localhost"]
            waiting("an", "hook-1", endpoint(HookKind.PLAIN, f"https://localhost:{web.port}/"))
            assert send() == Sent(failed=1)
            assert web.calls == []
        assert "mạng nội bộ" in Delivery.objects.get().error
        assert states() == {"an": "failed"}
