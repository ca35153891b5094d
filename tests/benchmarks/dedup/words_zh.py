# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Chinese: every character stands beside its reading, because half of the base is in pinyin."""

from dedup.language import Language, Zipf, places, words

_readings = (
    "王Wang 李Li 张Zhang 刘Liu 陈Chen 杨Yang 黄Huang 赵Zhao 吴Wu 周Zhou 徐Xu 孙Sun 马Ma 朱Zhu 胡Hu "
    "郭Guo 何He 林Lin 高Gao 罗Luo 郑Zheng 梁Liang 谢Xie 宋Song 唐Tang 许Xu 韩Han 冯Feng 邓Deng "
    "曹Cao "
    "彭Peng 曾Zeng 肖Xiao 田Tian 董Dong 潘Pan 袁Yuan 蔡Cai 蒋Jiang 余Yu 于Yu 杜Du 叶Ye 程Cheng "
    "魏Wei "
    "苏Su 吕Lü 丁Ding 任Ren 卢Lu 姚Yao 沈Shen 钟Zhong 姜Jiang 崔Cui 谭Tan 陆Lu 范Fan 汪Wang 廖Liao "
    "石Shi 金Jin 贾Jia 夏Xia 付Fu 方Fang 邹Zou 熊Xiong 白Bai 孟Meng 秦Qin 邱Qiu 侯Hou 江Jiang 尹Yin"
).split()
_male_readings = (
    "伟wei 强qiang 磊lei 军jun 洋yang 勇yong 杰jie 涛tao 明ming 超chao 刚gang 平ping 辉hui 鹏peng "
    "华hua "
    "飞fei 鑫xin 波bo 斌bin 宇yu 浩hao 凯kai 健jian 俊jun 帆fan 帅shuai 旭xu 宁ning 龙long 林lin "
    "建jian "
    "国guo 志zhi 文wen 海hai 立li 晓xiao 东dong 成cheng 家jia 子zi 天tian 永yong 春chun 德de "
    "光guang"
).split()
_female_readings = (
    "芳fang 娜na 敏min 静jing 丽li 艳yan 娟juan 霞xia 秀xiu 英ying 玲ling 桂gui 兰lan 红hong 玉yu "
    "梅mei "
    "雪xue 琴qin 云yun 洁jie 倩qian 婷ting 欣xin 佳jia 颖ying 琳lin 慧hui 莹ying 悦yue 萍ping "
    "燕yan 月yue "
    "晓xiao 小xiao 春chun 文wen 美mei 爱ai 瑞rui 思si 雨yu 梦meng 嘉jia 诗shi 怡yi 丹dan"
).split()
_firm_readings = (
    "华hua 新xin 中zhong 天tian 金jin 东dong 信xin 达da 瑞rui 恒heng 泰tai 盛sheng 远yuan 宏hong "
    "兴xing "
    "德de 安an 立li 广guang 通tong 创chuang 联lian 博bo 科ke 佳jia 美mei 龙long 海hai 星xing "
    "光guang"
).split()
_trades = (
    ("科技", "Technology"), ("贸易", "Trading"), ("电子", "Electronics"), ("机械", "Machinery"),
    ("实业", "Industrial"), ("物流", "Logistics"),
    ("建筑", "Construction"), ("医药", "Pharmaceutical"),
    ("服装", "Garment"), ("食品", "Food"), ("塑料", "Plastics"), ("国际", "International"),
)  # fmt: skip


def _names(readings: list[str]) -> list[str]:
    """Given names of one character, and of two."""
    signs = [reading[0] for reading in readings]
    double = [
        one + two
        for step in range(1, len(signs))
        for one, two in zip(signs, signs[step:], strict=False)
    ]
    mixed = [
        name
        for pair in zip(double, signs * (len(double) // len(signs) + 1), strict=False)
        for name in pair
    ]
    return list(dict.fromkeys(mixed))


READINGS = {
    reading[0]: reading[1:].lower()
    for reading in [*_firm_readings, *_male_readings, *_female_readings, *_readings]
}
TRADES = dict(_trades)
CHINESE = Language(
    code="zh",
    country="CN",
    male=Zipf(_names(_male_readings), 0.6),
    female=Zipf(_names(_female_readings), 0.6),
    short={},
    surnames=Zipf([reading[0] for reading in _readings], 0.8),
    places=places("""
        上海|Shanghai|21|20
        北京|Beijing|10|10
        深圳|Shenzhen|755|518
        广州|Guangzhou|20|510
        成都|Chengdu|28|610
        杭州|Hangzhou|571|310
        武汉|Wuhan|27|430
        西安|Xi'an|29|710
        苏州|Suzhou|512|215
        南京|Nanjing|25|210
        天津|Tianjin|22|300
        青岛|Qingdao|532|266
    """),
    streets=words(
        "中山路 人民路 解放路 建设路 南京路 北京路 和平路 新华路 文化路 光明路 长江路 黄河路 "
        "学院路 "
        "胜利路 幸福路 朝阳路 滨江路 工业路 科技路 花园路"
    ),
    mailers=words("qq.com 163.com 126.com sina.com foxmail.com gmail.com", 0.9),
    firm_words=(
        Zipf([reading[0] for reading in _firm_readings]),
        Zipf([reading[0] for reading in reversed(_firm_readings)]),
        Zipf([trade for trade, _english in _trades]),
    ),
    firm_glue="",
    forms=[
        ("有限公司", "有限责任公司", False),
        ("有限公司", "有限责任公司", False),
        ("股份公司", "股份有限公司", False),
    ],
    branch_words=["分公司", "办事处"],
    family_first=1.0,
)
