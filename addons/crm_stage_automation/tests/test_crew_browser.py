# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from odoo.addons.web.tests.test_js import HOOTCommon, unit_test_error_checker

from .work_link_common import CrewCase

REPORT = """
    const shown = (state) => !document.querySelector(`[data-state=${state}]`).hidden;
    const until = async (check) => {
        while (!check()) {
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
    };
    document.getElementById("result").value = "Written in a browser";
"""
ONLINE = f"""(async () => {{ {REPORT}
    document.getElementById("report").requestSubmit();
    await until(() => shown("received"));
    console.log("test successful");
}})()"""
# The network is away while the report is sent, and back when somebody tries again.
OFFLINE = f"""(async () => {{ {REPORT}
    const network = window.fetch;
    window.fetch = () => Promise.reject(new TypeError("away"));
    document.getElementById("report").requestSubmit();
    await until(() => shown("waiting"));
    const kept = await crewQueue.all();
    if (kept.length !== 1 || kept[0].fields.length === 0) {{
        throw new Error("not kept");
    }}
    window.fetch = network;
    document.getElementById("again").click();
    await until(() => shown("received"));
    if ((await crewQueue.all()).length) {{
        throw new Error("still kept");
    }}
    console.log("test successful");
}})()"""
# A picture drawn by the browser goes through the page's own way of making it smaller.
PHOTO = f"""(async () => {{ {REPORT}
    const canvas = document.createElement("canvas");
    canvas.width = 3000;
    canvas.height = 1000;
    canvas.getContext("2d").fillRect(0, 0, 10, 10);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    const data = new DataTransfer();
    data.items.add(new File([blob], "a.png", {{type: "image/png"}}));
    data.items.add(new File(["<svg/>"], "b.jpg", {{type: "image/jpeg"}}));
    const input = document.querySelector("#photos input[multiple]");
    input.files = data.files;
    input.dispatchEvent(new Event("change"));
    await until(() => document.querySelectorAll("#photos li img").length === 1);
    await until(() => !document.querySelector("[data-problem=photo_damaged]").hidden);
    document.getElementById("report").requestSubmit();
    await until(() => shown("received"));
    console.log("test successful");
}})()"""
TWICE = f"""(async () => {{ {REPORT}
    for (const _number of [1, 2]) {{
        document.getElementById("report").requestSubmit();
        await until(() => shown("received"));
        document.querySelector("[data-state=received]").hidden = true;
    }}
    console.log("test successful");
}})()"""
# A browser that keeps nothing, without and with a network.
PRIVATE = f"""(async () => {{ {REPORT}
    const network = window.fetch;
    window.fetch = () => Promise.reject(new TypeError("away"));
    indexedDB.open = () => {{ throw new Error("private"); }};
    document.getElementById("report").requestSubmit();
    await until(() => !document.getElementById("unkept").hidden);
    window.fetch = network;
    document.getElementById("report").requestSubmit();
    await until(() => shown("received"));
    console.log("test successful");
}})()"""
READY = "document.documentElement.classList.contains('scripted')"


@tagged("post_install", "-at_install")
class TestCrewBrowser(CrewCase):
    """The page as a browser runs it."""

    def _play(self, code, **values):
        link, token = self._create_link(**values)
        self.browser_js(f"/crew/{token}", code, READY, timeout=60)
        self.env.invalidate_all()
        self.assertEqual(link.submission_ids.result, "Written in a browser")
        return link

    def test_report(self):
        self._play(ONLINE)

    def test_without_connection(self):
        """Kept while the network is away, sent once when it is back."""
        self.assertEqual(self._play(OFFLINE, max_uses=5).use_count, 1)

    def test_two_reports_of_one_page(self):
        """A page kept on the phone is used again: the second report is another one."""
        link, token = self._create_link(max_uses=5)
        self.browser_js(f"/crew/{token}", TWICE, READY, timeout=60)
        self.env.invalidate_all()
        self.assertEqual((link.use_count, len(link.submission_ids)), (2, 2))

    def test_browser_that_keeps_nothing(self):
        """It is said that nothing was kept, and what is sent later arrives."""
        self.assertEqual(self._play(PRIVATE, max_uses=5).use_count, 1)

    def test_photo(self):
        """Made smaller on the phone; what is no picture is said at once and not sent."""
        photo = self._play(PHOTO).submission_ids.attachment_ids
        self.assertEqual(len(photo), 1)
        self.assertEqual(photo.mimetype, "image/jpeg")


@tagged("post_install", "-at_install")
class TestStageAutomationUnits(HOOTCommon):
    """Unit tests of the web client's part."""

    def test_hoot(self):
        """The suites of this add-on only; core's run with core."""
        suite = self._generate_hash("@crm_stage_automation")
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={suite}",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=unit_test_error_checker,
        )
