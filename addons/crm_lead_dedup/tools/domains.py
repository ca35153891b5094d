# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Lists of internet domains: free mail, public second levels, platforms."""

FREE_MAIL = frozenset(
    # International
    "gmail.com googlemail.com icloud.com me.com mac.com aol.com aim.com proton.me protonmail.com "
    "protonmail.ch pm.me tutanota.com tutanota.de tuta.io tuta.com zoho.com zohomail.com "
    "zohomail.eu mail.com email.com usa.com post.com fastmail.com fastmail.fm hey.com "
    "hushmail.com inbox.com inbox.lv inbox.lt lycos.com msn.com passport.com rocketmail.com "
    "ymail.com duck.com relay.firefox.com privaterelay.appleid.com mailbox.org posteo.de "
    "disroot.org "
    # Russian-speaking
    "mail.ru bk.ru list.ru inbox.ru internet.ru xmail.ru mail.ua ya.ru narod.ru yandex.com "
    "rambler.ru lenta.ru autorambler.ru myrambler.ru ro.ru pochta.ru hotbox.ru land.ru front.ru "
    "nm.ru km.ru sibmail.com tut.by mail.by mail.kz nur.kz e1.ru ngs.ru vk.com "
    # Ukrainian
    "ukr.net i.ua ua.fm email.ua meta.ua bigmir.net online.ua ukrpost.ua ukrpost.net 3g.ua "
    "mail.online.ua ex.ua gala.net "
    # Hungarian
    "freemail.hu citromail.hu indamail.hu vipmail.hu mailbox.hu t-online.hu t-email.hu "
    "upcmail.hu upc.hu chello.hu invitel.hu digikabel.hu externet.hu enternet.hu startadsl.hu "
    "monornet.hu pr.hu index.hu axelero.hu "
    # Chinese-speaking
    "qq.com vip.qq.com foxmail.com 163.com 126.com yeah.net 188.com 139.com 189.cn wo.cn "
    "sina.com sina.cn vip.sina.com sohu.com tom.com 21cn.com aliyun.com hinet.net seed.net.tw "
    "pchome.com.tw so-net.net.tw mail2000.com.tw url.com.tw giga.net.tw xuite.net ms1.hinet.net "
    "anet.net.tw netvigator.com "
    # German, Polish, Czech, Slovak, Italian, French, others around
    "web.de freenet.de t-online.de arcor.de 1und1.de gmx.net gmx.com gmx.de gmx.at gmx.ch "
    "online.de aon.at bluewin.ch wp.pl o2.pl onet.pl onet.eu op.pl poczta.onet.pl interia.pl "
    "interia.eu gazeta.pl tlen.pl vp.pl seznam.cz email.cz centrum.cz centrum.sk atlas.cz "
    "atlas.sk azet.sk zoznam.sk post.sk volny.cz libero.it virgilio.it tiscali.it alice.it "
    "tin.it orange.fr free.fr laposte.net wanadoo.fr sfr.fr abv.bg mail.bg dir.bg comcast.net "
    "verizon.net att.net sbcglobal.net cox.net bellsouth.net btinternet.com sky.com naver.com "
    "daum.net hanmail.net rediffmail.com bol.com.br uol.com.br terra.com.br "
    # Thrown away after use
    "mailinator.com guerrillamail.com 10minutemail.com tempmail.com temp-mail.org yopmail.com "
    "trashmail.com sharklasers.com getnada.com dispostable.com maildrop.cc".split()
)
# Free mail in many countries: yahoo.com, yahoo.co.uk, hotmail.fr …
FREE_MAIL_BRANDS = frozenset("yahoo hotmail outlook live gmx yandex ymail windowslive".split())

# Second levels under which anybody registers a name; other countries register directly.
_GENERIC_LEVELS = frozenset("com co net org gov edu ac or ne go gob mil idv biz info".split())
_LEVEL_COUNTRIES = frozenset(
    "ua uk tw cn hk jp kr au nz br tr il in id my sg th za mx ar pl hu ru by kz ro rs es pt gr "
    "cy ge vn ph pk eg sa ae uz kg md az am lv at".split()
)
_LEVELS = frozenset(
    # Ukraine's regions
    "kiev.ua kyiv.ua lviv.ua lvov.ua odessa.ua odesa.ua od.ua kharkov.ua kharkiv.ua kh.ua dp.ua "
    "dnepropetrovsk.ua dnipropetrovsk.ua zp.ua zaporizhzhe.ua vn.ua vinnica.ua vinnytsia.ua "
    "if.ua ivano-frankivsk.ua te.ua ternopil.ua uz.ua uzhgorod.ua cv.ua chernivtsi.ua rv.ua "
    "rovno.ua rivne.ua lutsk.ua volyn.ua zt.ua zhitomir.ua zhytomyr.ua km.ua khmelnitskiy.ua "
    "pl.ua poltava.ua sumy.ua cn.ua chernigov.ua chernihiv.ua ck.ua cherkassy.ua cherkasy.ua "
    "kr.ua kirovograd.ua mk.ua mykolaiv.ua nikolaev.ua ks.ua kherson.ua dn.ua donetsk.ua lg.ua "
    "lugansk.ua crimea.ua sebastopol.ua in.ua pp.ua "
    # Russia
    "msk.ru spb.ru nov.ru pp.ru msk.su spb.su com.ru "
    # Others
    "co.hu ltd.uk plc.uk me.uk waw.pl radom.pl firm.in eu.com uk.com us.com de.com hu.com ru.com "
    "co.com in.net".split()
)

# Pages of many: a page there says who wrote, its domain does not.
PLATFORMS = frozenset(
    # Social networks and messengers
    "facebook.com fb.com fb.me m.me instagram.com linkedin.com lnkd.in vk.com vk.ru vkontakte.ru "
    "ok.ru t.me telegram.me telegram.org youtube.com youtu.be x.com twitter.com tiktok.com wa.me "
    "whatsapp.com viber.com pinterest.com threads.net threads.com line.me lin.ee weibo.com "
    "weixin.qq.com xing.com reddit.com discord.gg discord.com skype.com dzen.ru rutube.ru "
    "douyin.com xiaohongshu.com zhihu.com behance.net github.com gitlab.com "
    # Marketplaces and directories
    "olx.ua olx.pl prom.ua rozetka.com.ua rozetka.ua hotline.ua kasta.ua bigl.ua zakupka.com "
    "flagma.ua avito.ru ozon.ru wildberries.ru yandex.ru yandex.com yandex.ua market.yandex.ru "
    "tiu.ru pulscen.ru satom.ru 2gis.ru 2gis.ua zoon.ru youla.ru flamp.ru hh.ru jofogas.hu "
    "vatera.hu arukereso.hu hardverapro.hu emag.hu cylex.hu opten.hu ebay.com amazon.com "
    "amazon.de amazon.co.uk etsy.com aliexpress.com alibaba.com 1688.com made-in-china.com "
    "taobao.com tmall.com jd.com shopee.tw ruten.com.tw 104.com.tw momoshop.com.tw yelp.com "
    "tripadvisor.com booking.com airbnb.com trustpilot.com "
    # Site builders, short links, search engines
    "wixsite.com wix.com tilda.ws tilda.cc wordpress.com blogspot.com blogger.com tumblr.com "
    "github.io gitlab.io netlify.app vercel.app herokuapp.com myshopify.com shopify.com "
    "squarespace.com weebly.com webnode.hu webnode.com webnode.page webflow.io jimdo.com "
    "jimdofree.com jimdosite.com strikingly.com notion.site notion.so carrd.co business.site "
    "ucoz.ru ucoz.ua ucoz.com ucoz.net narod.ru nethouse.ru umi.ru jimdo.hu uw.hu atw.hu "
    "hupont.hu mozello.hu mozello.com site123.me webstarts.com odoo.com bitrix24.site "
    "bitrix24.ru bitrix24.ua weblium.site salesdrive.me horoshop.ua waca.tw 1shop.tw cyberbiz.co "
    "pixnet.net linktr.ee taplink.cc bit.ly goo.gl tinyurl.com google.com google.ru google.hu "
    "google.com.ua bing.com baidu.com g.page g.co maps.app.goo.gl page.link web.app "
    "firebaseapp.com".split()
)


def is_public_level(domain: str) -> bool:
    """Tell whether anybody may register a name under a two-part domain.

    >>> is_public_level("com.ua"), is_public_level("lviv.ua"), is_public_level("acme.hu")
    (True, True, False)
    """
    level, _dot, country = domain.rpartition(".")
    generic = level in _GENERIC_LEVELS and country in _LEVEL_COUNTRIES
    return generic or domain in _LEVELS
