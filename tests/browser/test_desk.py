"""Tests the desk in a browser: a librarian works with the keyboard, and things go wrong. The texts are invented."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection

from archive.desk import publishing, roles
from archive.desk.incoming import receive
from archive.intake.votes import VoteIntake
from archive.models import Document, Proof, Resolution, Vote, VoteProblem, VoteProposal
from archive.voting.choice import CAST
from archive.voting.record import CastBallot, Origin, VoteRecord
from tests.browser.test_pages import require_open_to_all
from tests.commands import worker
from tests.desk_groups import make_groups
from tests.site import until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FilePayload, Page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.alone]

TEXT = """90/2. 消除一切试验

大会，

回顾其第64/47号决议，又铭记《行动纲领》1

的宗旨，

1 联合国，A/90/7。

1. 决定继续审议本项目，并请

各国提出意见；

2. 请秘书长提出报告。

2035年12月8日
第60次全体会议
"""
# A PDF page with a picture and no text.
SCAN = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n"
    b"4 0 obj<</Length 44>>stream\n0.8 g 100 100 300 600 re f 0 g 120 120 9 9 re\nendstream endobj\n"
    b"trailer<</Root 1 0 R/Size 5>>\n%%EOF"
)

VOTES = "文号,日期,国家,投票\n65/1,2010-12-08,中国,反对\n65/1,2010-12-08,印度,弃权\n65/2,2010-12-08,亚特兰蒂斯,赞成\n"
ROLL = [CastBallot("CHINA", CAST[0]), CastBallot("INDIA", CAST[2])]


@pytest.fixture
def desk(live_server: Any, chromium: Browser) -> Iterator[Desk]:
    make_groups()
    get_user_model().objects.create_superuser("keeper", password="a password")
    call_command("rebuild_index", interactive=False, verbosity=0)
    process = worker()
    desk = Desk(live_server.url, chromium)
    yield desk
    desk.close()
    process.kill()
    process.wait()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
    assert desk.said == []


class Desk:
    """A browser signed in to the desk. ``said`` collects the messages of its console."""

    def __init__(self, url: str, browser: Browser) -> None:
        self.url, self.browser = url, browser
        self.said: list[str] = []
        self._contexts: list[Any] = []

    def sign_in(self, name: str, role: str = roles.CHIEF) -> Page:
        user = get_user_model().objects.create_user(name, password="a password", is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        context = self.browser.new_context(viewport={"width": 1440, "height": 900})
        self._contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda m: self.said.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.goto(f"{self.url}/admin/")
        page.fill("[name=username]", name)
        page.fill("[name=password]", "a password")
        page.press("[name=password]", "Enter")
        page.wait_for_selector(".waits")
        return page

    def drop(self, page: Page, *files: tuple[str, bytes], text: str = "") -> None:
        """Drop files and wait until all are read."""
        page.goto(f"{self.url}/admin/archive/batch/drop/")
        if files:
            kind = "application/octet-stream"
            given: list[FilePayload] = [{"name": n, "mimeType": kind, "buffer": content} for n, content in files]
            page.set_input_files("#files", given)
        if text:
            page.click("#drop summary")
            page.fill("#text", text)
        page.click("#drop button.default")
        page.wait_for_selector('#progress[data-left="0"]')

    def expect_error(self, status: int) -> None:
        """Expect console messages about an error answer, and remove them."""
        expected = [said for said in self.said if f"status of {status}" in said]
        assert expected, self.said
        self.said = [said for said in self.said if said not in expected]

    def close(self) -> None:
        for context in self._contexts:
            context.close()


def words(page: Page) -> list[str]:
    return [text.strip() for text in page.locator("#rows .row .words").all_inner_texts()]


def no_overflow(page: Page) -> None:
    for width in (1440, 1024, 390):
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 1, (page.url, width, wide)
    page.set_viewport_size({"width": 1440, "height": 900})


def fits_a_phone(page: Page, cells: str) -> None:
    """All cells are beside the edge of a phone, not in a table that has to be pushed to the side."""
    page.set_viewport_size({"width": 390, "height": 844})
    boxes = [cell.bounding_box() for cell in page.locator(cells).all()]
    assert boxes
    assert [box for box in boxes if box and box["x"] + box["width"] > 390] == [], page.url
    page.set_viewport_size({"width": 1440, "height": 900})


def test_drop_see_mend_publish_find_withdraw_restore(desk: Desk) -> None:
    page = desk.sign_in("wang")
    desk.drop(page, ("90_2.txt", TEXT.encode()))
    no_overflow(page)
    page.click("tr.read a >> text=A/RES/90/2")
    page.wait_for_selector("#rows")
    no_overflow(page)
    assert page.locator(".lines li").count() > 5
    assert [text for text in words(page) if text.startswith("请秘书长")]

    # Split the first clause with the keyboard, at the click of the librarian.
    page.keyboard.press("j")
    assert page.locator(".row.chosen").get_attribute("data-path") == "pp1"
    page.keyboard.press("s")
    page.keyboard.type("又铭记")
    page.keyboard.press("Enter")
    page.wait_for_selector("#mends[open]")
    assert page.locator("#rows .row").nth(1).get_attribute("data-path") == "pp2"
    assert words(page)[0] == "回顾其第64/47号决议，"

    # Renumber, and undo it.
    page.click('#rows .row[data-path="op2"] .words')
    page.keyboard.press("n")
    page.fill("#label", "3.")
    page.keyboard.press("Enter")
    page.wait_for_selector('#rows .row[data-path="op3"]')
    assert page.locator(".lines li >> text=请秘书长提出报告。").locator("..").inner_text().endswith("op3")
    page.locator('#rows .row[data-path="op3"]').focus()
    page.keyboard.press("z")
    page.wait_for_selector('#rows .row[data-path="op2"]')
    assert page.evaluate("document.activeElement.dataset.path") == "op2", "undoing keeps the scroll position"

    # Join, and undo it in the list of mends.
    page.locator('#rows .row[data-path="op1"]').focus()
    page.keyboard.press("m")
    page.keyboard.press("Enter")
    page.wait_for_selector('#rows .row[data-path="op2"]', state="detached")
    page.click("#mends tr:first-child button")
    page.wait_for_selector('#rows .row[data-path="op2"]')

    # Move the footnote mark to the words after the closing bracket.
    page.locator('#rows .row[data-path="pp2"]').focus()
    page.keyboard.press("g")
    page.fill("#behind", "宗旨")
    page.click("#mend button.default")
    page.wait_for_function("document.querySelectorAll('#mends tr').length === 2")
    row = page.locator('#rows .row[data-path="pp2"] .words')
    assert row.inner_text().replace("\n", "").endswith("宗旨1，")

    # A change of words without a reason is refused; with a reason it is accepted.
    page.locator('#rows .row[data-path="op2"]').focus()
    page.keyboard.press("w")
    assert page.input_value("#text") == "请秘书长提出报告。"
    page.fill("#text", "请秘书长提出一份报告。")
    page.click("#mend button.default")
    page.wait_for_selector("#wrong")
    desk.expect_error(422)
    assert (page.input_value("#operation"), page.input_value("#text")) == ("words", "请秘书长提出一份报告。")
    assert page.evaluate("document.activeElement.id") == "reason", "the form goes to the field that is missing"
    page.fill("#reason", "原件如此")
    page.click("#mend button.default")
    page.wait_for_selector("text=原件如此")

    # After a fact is accepted or refused, the page returns to its field.
    page.click("#facts summary")
    page.fill("#fact-meeting", "sixty")
    page.keyboard.press("Enter")
    page.wait_for_selector("#wrong")
    desk.expect_error(422)
    assert page.evaluate("[document.activeElement.id, document.activeElement.value]") == ["fact-meeting", "sixty"]
    page.fill("#fact-meeting", "61")
    page.keyboard.press("Enter")
    page.wait_for_selector("#mends >> text=61")
    page.wait_for_selector("#fact-meeting:focus")  # the script runs after the words are there

    # Publish, find it, read it.
    page.check("#publish [name=despite]")
    page.click("#publish button")
    page.wait_for_selector(".messagelist .success")
    page.goto(f"{desk.url}/search/?q=消除一切试验")
    assert "90/2" in page.inner_text("main, body")
    answer = page.goto(f"{desk.url}/A/RES/90/2/")
    assert answer is not None
    assert answer.status == 200
    assert "请秘书长提出一份报告。" in page.inner_text("body")
    proof = f"{desk.url}/admin/archive/proof/{Proof.objects.get().pk}/change/"
    page.goto(proof)
    assert page.locator("#publish").count() == 0, "the mended text is published"

    # Withdraw: its address says that it is withdrawn, and the search does not find it.
    resolution = Resolution.objects.get()
    page.click(".standing a[href*=revisions]")
    page.wait_for_selector(".taking-back button")
    no_overflow(page)
    page.fill("#reason", "误收草案")
    page.click(".taking-back button")
    page.wait_for_selector(".errornote")
    answer = page.goto(f"{desk.url}/A/RES/90/2/")
    assert answer is not None
    assert answer.status == 410
    desk.expect_error(410)
    assert "误收草案" in page.inner_text("body")
    page.goto(f"{desk.url}/search/?q=秘书长提出一份报告")
    assert page.locator("a[href*='/A/RES/90/2/#']").count() == 0

    page.goto(proof)
    assert "已撤下" in page.inner_text(".standing")

    # Restore.
    page.goto(f"{desk.url}/admin/archive/resolution/{resolution.pk}/revisions/")
    page.fill("#reason", "终究正确")
    with page.expect_navigation():
        page.click(".taking-back button")
    page.wait_for_selector(".messagelist .success")
    answer = page.goto(f"{desk.url}/A/RES/90/2/")
    assert answer is not None
    assert answer.status == 200


def test_a_bad_file_a_scan_and_a_duplicate(desk: Desk) -> None:
    page = desk.sign_in("li", roles.LIBRARIAN)
    files = (("bad.xml", b"<akomaNtoso><p>"), ("scan.pdf", SCAN), ("90_2.txt", TEXT.encode()))
    desk.drop(page, *files)
    assert page.locator("tr.failed .why").count() == 2
    assert page.locator("tr.read").count() == 1
    for reason in page.locator("tr.failed .why").all_inner_texts():
        assert len(reason) > 8
    desk.drop(page, ("again.txt", TEXT.encode()))
    assert page.locator("tr.known a >> text=A/RES/90/2").count() == 1
    assert Proof.objects.count() == 1
    # Two proofs of one resolution with different words: each names the other.
    desk.drop(page, text=TEXT.replace("继续", "停止"))
    page.click("tr.read a >> text=A/RES/90/2")
    page.wait_for_selector(".warning a >> text=90_2.txt")


def test_the_original_scrolls_along_and_the_tools_cover_no_choice(desk: Desk) -> None:
    page = desk.sign_in("wei")
    clauses = "".join(f"{number}. 决定继续审议第{number}个问题，并请各国就此提出意见；\n\n" for number in range(1, 41))
    desk.drop(page, text=f"90/3. 四十个问题\n\n大会，\n\n回顾其第64/47号决议，\n\n{clauses}")
    page.click("table.files td a[href*='/proof/']")
    page.wait_for_selector("#rows .row")
    for _ in range(30):
        page.keyboard.press("j")
        top = page.evaluate("document.getElementById('tools').getBoundingClientRect().top")
        assert page.evaluate("document.activeElement.getBoundingClientRect().bottom") <= top + 1
    number = page.locator(".row.chosen .label").inner_text()
    assert number in page.locator(".lines li.here").inner_text()
    here = page.locator(".lines li.here").bounding_box()
    assert here is not None
    assert 0 <= here["y"] < 900
    # A selection in one clause is not used to split another.
    page.locator(".row.chosen .words").click()
    assert page.input_value("#begins")
    page.keyboard.press("j")
    page.keyboard.press("s")
    assert page.input_value("#begins") == ""


def test_a_dropped_folder_is_taken_with_all_its_files(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "mail" / "older").mkdir(parents=True)
    (tmp_path / "mail" / "90_2.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "mail" / "older" / "90_3.txt").write_text(TEXT.replace("90/2.", "90/3."), encoding="utf-8")
    page = desk.sign_in("wei")
    page.goto(f"{desk.url}/admin/archive/batch/drop/")
    box = page.locator(".zone").bounding_box()
    assert box is not None
    mouse = page.context.new_cdp_session(page)
    what = {"items": [], "files": [str(tmp_path / "mail")], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        mouse.send("Input.dispatchDragEvent", {"type": kind, "x": box["x"] + 20, "y": box["y"] + 5, "data": what})
    page.wait_for_selector("#chosen-files li >> nth=1")
    page.click("#drop button.default")
    page.wait_for_selector('#progress[data-left="0"]')
    assert sorted(Proof.objects.values_list("symbol", flat=True)) == ["A/RES/90/2", "A/RES/90/3"]


def test_each_act_has_its_own_box_for_a_reason(desk: Desk) -> None:
    page = desk.sign_in("wang")
    desk.drop(page, ("90_2.txt", TEXT.encode()))
    desk.drop(page, ("90_2.txt", TEXT.replace("消除一切试验", "消除所有试验").encode()))
    for pk in Proof.objects.order_by("pk").values_list("pk", flat=True):
        proof = Proof.objects.get(pk=pk)
        publishing.publish({pk: proof.version}, by=get_user_model().objects.get(username="keeper"))
    resolution = Resolution.objects.get()
    page.goto(f"{desk.url}/admin/archive/resolution/{resolution.pk}/revisions/")
    acts = page.locator("form.with-reason")
    assert acts.count() == 2, "one box to return to it, one to withhold it"
    assert [acts.nth(place).locator("button").count() for place in range(2)] == [1, 1]
    acts.nth(1).locator("[name=reason]").fill("含私人资料")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=含私人资料")
    assert resolution.texts.get().revisions.get(number=1).withheld_at is not None


def test_two_librarians_at_once(desk: Desk) -> None:
    first, second = desk.sign_in("li", roles.LIBRARIAN), desk.sign_in("zhao", roles.LIBRARIAN)
    desk.drop(first, text=TEXT)
    proof = Proof.objects.get()
    for page in (first, second):
        page.goto(f"{desk.url}/admin/archive/proof/{proof.pk}/change/")
    first.locator('#rows .row[data-path="op1"]').focus()
    first.keyboard.press("m")
    first.keyboard.press("Enter")
    first.wait_for_selector("#mends[open]")
    second.locator('#rows .row[data-path="op2"]').focus()
    second.keyboard.press("n")
    second.fill("#label", "7.")
    second.keyboard.press("Enter")
    second.wait_for_selector(".messagelist .error >> text=li")
    desk.expect_error(409)
    assert proof.mends.count() == 1
    # The page now shows the other librarian's mend, and work continues from there.
    assert second.locator('#rows .row[data-path="op2"]').count() == 0


def test_everything_works_without_scripts(desk: Desk) -> None:
    desk.sign_in("li", roles.LIBRARIAN)
    state = desk._contexts[0].storage_state()
    context = desk.browser.new_context(java_script_enabled=False, storage_state=state)
    desk._contexts.append(context)
    page = context.new_page()
    page.goto(f"{desk.url}/admin/archive/batch/drop/")
    page.click("#drop summary")
    page.fill("#text", TEXT)
    page.click("#drop button.default")
    page.wait_for_timeout(100)
    for _ in range(40):
        if page.locator("tr.read").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    page.click("tr.read a >> text=A/RES/90/2")
    page.select_option("#chosen", "pp1")
    page.select_option("#operation", "split")
    page.fill("#begins", "又铭记")
    page.select_option("#kind", "preambular")
    page.click("#mend button.default")
    assert page.locator("#rows .row").nth(1).get_attribute("data-path") == "pp2"
    page.check("#publish [name=despite]")
    page.click("#publish button")
    assert Resolution.objects.get().document.key == "A/RES/90/2"


def test_keys_put_the_signs_right_and_publish(desk: Desk) -> None:
    page = desk.sign_in("li")
    desk.drop(page, text=TEXT.replace("，又铭记", ",又铭记").replace("；", ";"))
    page.click('table.files a[href*="/proof/"]')
    page.wait_for_selector("#signs")
    page.focus("#rows .row")
    page.keyboard.press("h")
    page.wait_for_selector("#signs", state="detached")
    assert words(page)[0].startswith("回顾其第64/47号决议，又铭记")
    page.focus("#rows .row:has(.label:text('2.'))")
    page.keyboard.press("n")
    page.fill("#label", "abc")
    page.keyboard.press("Enter")
    page.wait_for_selector("#label[aria-describedby=wrong]:focus")
    assert "abc" in page.inner_text("#wrong")
    desk.expect_error(422)
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    if page.query_selector(".despite input"):
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
    page.wait_for_selector("text=公开页面")
    assert Resolution.objects.get().document.key == "A/RES/90/2"


def test_a_document_is_offered_while_one_types(desk: Desk) -> None:
    Document.objects.create(key="treaty:NPT", kind="treaty", title_zh="不扩散核武器条约")
    page = desk.sign_in("li")
    desk.drop(page, text=TEXT)
    page.click('table.files a[href*="/proof/"]')
    page.wait_for_selector("#mend")
    page.focus("#rows .row")
    page.keyboard.press("c")
    page.fill("#target", "不扩散")
    page.wait_for_selector('#documents option[value="treaty:NPT"]', state="attached")


def test_pages_of_the_desk_are_open_to_all_and_fit_a_phone(desk: Desk) -> None:
    page = desk.sign_in("li")
    desk.drop(page, text=TEXT)
    batch = page.url
    proof = page.get_attribute('table.files a[href*="/proof/"]', "href")
    for url in (f"{desk.url}/admin/", batch, f"{desk.url}{proof}", f"{desk.url}/admin/archive/proof/"):
        page.goto(url)
        require_open_to_all(page)
        no_overflow(page)
    one = Proof.objects.get()
    publishing.publish({one.pk: one.version}, by=get_user_model().objects.get(username="li"), despite={one.pk: 99})
    page.goto(f"{desk.url}/admin/archive/citation/wanted/")
    fits_a_phone(page, "table.wanted td[data-label]")
    require_open_to_all(page)


def test_pages_of_votes_are_open_to_all_and_fit_a_phone(desk: Desk) -> None:
    """A preview with a problem, the same accepted, the forms by hand, and several problems to settle."""
    page = desk.sign_in("li")
    VoteIntake().store([VoteRecord("library:1", Origin.LIBRARY, "A/RES/65/1", yes=9, no=1, abstain=1, ballots=ROLL)])
    receive([SimpleUploadedFile("votes.csv", VOTES.encode())])
    until(lambda: VoteProposal.objects.exists(), 60)
    proposal, vote = VoteProposal.objects.get(), Vote.objects.get()
    admin = f"{desk.url}/admin/archive"
    preview, problems = f"{admin}/voteproposal/{proposal.pk}/change/", f"{admin}/voteproblem/"
    for address in (
        preview,
        f"{admin}/voteproposal/",
        f"{admin}/vote/",
        f"{admin}/vote/{vote.pk}/change/",
        f"{admin}/vote/{vote.pk}/correct/",
        f"{admin}/vote/enter/",
        problems,
        f"{admin}/voteproblem/{VoteProblem.objects.get().pk}/change/",
    ):
        page.goto(address)
        require_open_to_all(page)
        no_overflow(page)
    page.goto(preview)
    fits_a_phone(page, ".votes-preview td")
    page.goto(problems)
    page.check("#action-toggle")
    page.select_option("select[name=action]", "settle_selected")
    page.click("button[name=index]")
    page.wait_for_selector("#settle-many")
    require_open_to_all(page)
    page.fill("#reason", "原文如此")
    page.click("#settle-many button")
    page.wait_for_selector(".messagelist")
    assert not VoteProblem.objects.open().exists()
    page.goto(preview)
    page.click(f"form[action$='/voteproposal/{proposal.pk}/accept/'] button")
    page.wait_for_selector(".messagelist")
    require_open_to_all(page)
    no_overflow(page)
