"""Texts of the bodies beside the General Assembly's resolutions, with invented words in the form of the documents."""

COUNCIL = """\
联合国   S/RES/1989 (2031)
安全理事会   Distr.: General
10 June 2031

第1989(2031)号决议
2031年6月10日安全理事会第6553次会议通过

安全理事会，
回顾其2004年4月28日第1540(2004)号决议和《不扩散核武器条约》，
就此指出试验性武器的扩散令人不安，
根据《联合国宪章》第七章采取行动，
1. 决定将委员会的任务期限延长至2032年6月12日；
2. 请会员国：
(a) 提交报告；
(b) 与委员会合作；
3. 决定继续处理此案。
附件
试验清单
1. 第一种试验材料。
2. 第二种试验材料。
"""

RIGHTS = """\
联合国   A/HRC/RES/49/3
大  会   Distr.: General
8 April 2022
Chinese
Original: English

人权理事会
第四十九届会议
2022年2月28日至4月1日
议程项目3
增进和保护所有人权

人权理事会2022年3月31日通过的决议

49/3. 试验性武器对人权的影响

人权理事会，

回顾大会2006年3月15日第60/251号决议，

又回顾其第45/55号决议和第5/1号决议，¹

1. 决定继续审议试验性武器；

2. 请秘书长就此提出报告。

第55次会议
2022年3月31日

[经记录表决，以3票赞成、1票反对、2票弃权获得通过。表决情况如下：
赞成：
阿根廷、中国、冈比亚
反对：
日本
弃权：
荷兰、墨西哥]

__________
¹ 联合国，《条约汇编》，第729卷，第10485号。
"""

ECONOMIC = """\
联合国   E/RES/2024/5
经济及社会理事会   Distr.: General
20 June 2024

2024年届会
议程项目12(g)

2024年6月5日经济及社会理事会决议
[根据试验委员会的建议(E/2024/31)通过]

2024/5. 试验性武器的社会影响

经济及社会理事会，
回顾其2023年6月7日第2023/4号决议，
1. 注意到秘书长关于试验性武器的报告；
2. 决定于2026年再次审议此事。
2024年6月5日
第20次全体会议
"""

DECISIONS = """\
79/519. 外层空间试验
大会2024年12月2日第44次全体会议根据第一委员会的建议，¹ 决定将题为“外层空间试验”的
项目列入大会第八十届会议临时议程。
__________
¹ A/79/409，第20段。
79/520. 试验工作组
2024年12月2日，大会第44次全体会议根据第二委员会的建议，决定：
(a) 设立一个试验工作组；
(b) 请工作组提出报告。
34/418. 试验研究报告
大会1979年12月11日第97次全体会议根据第一委员会的建议，注意到秘书长的报告。
"""

ENGLISH_COUNCIL = """\
United Nations   S/RES/1989 (2031)
Security Council   Distr.: General
10 June 2031

Resolution 1989 (2031)

Adopted by the Security Council at its 6553rd meeting, on
10 June 2031

The Security Council,

Recalling its resolution 1540 (2004) of 28 April 2004,

Acting under Chapter VII of the Charter of the United Nations,

1. Decides to extend the mandate of the test committee;

2. Decides to remain seized of the matter.
"""

ENGLISH_RIGHTS = """\
United Nations   A/HRC/RES/49/3
General Assembly   Distr.: General
8 April 2022
Original: English

Human Rights Council
Forty-ninth session
28 February–1 April 2022
Agenda item 3

Resolution adopted by the Human Rights Council on 31 March 2022

49/3. Impact of test weapons on human rights

The Human Rights Council,

Recalling General Assembly resolution 60/251 of 15 March 2006,

Recalling also its resolution 45/55,

1. Decides to remain seized of the matter;

2. Requests the Secretary-General to report.

55th meeting
31 March 2022

[Adopted without a vote.]
"""

ENGLISH_DECISIONS = """\
79/519. Test project
At its 44th plenary meeting, on 2 December 2024, the General Assembly, on the recommendation of the First Committee,
decided to
include in the provisional agenda of its eightieth session the item entitled "Test".
79/520. Test group
At its 44th plenary meeting, on 2 December 2024, the General Assembly, on the recommendation of the First Committee,
took note of
the report.
"""
