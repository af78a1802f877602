"""Other shapes of plans, decisions and letters, made up: who does what by when, head, recipients, signature.

Each text is one layout that offices really use; `told` is the whole reading of its tasks, `framed` of its frame.
"""

# ruff: noqa: E501 -- lines of a document are as long as an office writes them

import pytest

from dondoc.documents.parsing import Draft, read

DECISION = """\
ỦY BAN NHÂN DÂN
TỈNH SÔNG MẪU
-------
|
CỘNG HÒA XÃ HỘI
CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
|
Số: 412/QĐ-UBND
|
Sông Mẫu, ngày
09 tháng 03 năm 2026
|
QUYẾT ĐỊNH
BAN HÀNH KẾ HOẠCH PHÁT TRIỂN ĐỌC SÁCH TRÊN ĐỊA BÀN TỈNH SÔNG MẪU GIAI
ĐOẠN 2026 - 2030
CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH SÔNG MẪU
Căn cứ Luật Tổ chức chính
quyền địa phương ngày 16/6/2025;
Căn cứ Quyết định số
329/QĐ-TTg ngày 15/3/2017 của Thủ tướng Chính phủ phê duyệt Đề án phát triển văn hóa đọc;
Theo đề nghị của Giám đốc Sở Văn hóa, Thể thao và Du lịch tại Tờ trình số 77/TTr-SVHTTDL
ngày 02/3/2026.
QUYẾT ĐỊNH:
Điều 1.
Ban hành kèm theo Quyết định này Kế hoạch phát triển đọc sách trên
địa bàn tỉnh giai đoạn 2026 - 2030.
Điều 2.
Giao Sở Văn hóa, Thể thao và Du lịch chủ trì, phối
hợp với các cơ quan, đơn vị liên quan tổ chức triển khai Kế hoạch này.
Điều 3.
Quyết định này có hiệu lực kể từ ngày ký.
Chánh Văn phòng UBND tỉnh; Giám đốc các Sở: Văn hóa, Thể thao và Du lịch, Tài chính; Chủ tịch UBND các xã, phường chịu trách nhiệm thi hành Quyết định này./.
Nơi nhận:
- Như Điều 3;
- Bộ VHTTDL (báo cáo);
- TT Tỉnh ủy, TT HĐND tỉnh;
- Lưu: VT, KGVX.
|
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Trần Văn Mẫu
|
KẾ HOẠCH
PHÁT TRIỂN ĐỌC SÁCH TRÊN ĐỊA BÀN TỈNH SÔNG MẪU GIAI ĐOẠN 2026 - 2030
(Ban hành kèm theo Quyết định số 412/QĐ-UBND ngày 09/3/2026 của Chủ tịch UBND tỉnh)
I. MỤC ĐÍCH, YÊU CẦU
1. Tạo thói quen đọc sách trong nhân dân.
II. NHIỆM VỤ, GIẢI PHÁP
1. Tuyên truyền
a) Nội dung: Tổ chức Ngày Sách hằng năm.
b) Cơ quan chủ trì: Sở Văn hóa, Thể thao và Du lịch.
c) Cơ quan phối hợp: Sở Giáo dục và Đào tạo; UBND các xã, phường.
d) Thời gian thực hiện: Tháng 4 hằng năm.
2. Xây dựng tủ sách
- Rà soát các tủ sách hiện có tại cơ sở.
+ Đơn vị thực hiện: UBND các xã, phường.
+ Thời gian hoàn thành: Quý II/2026.
+ Sản phẩm: Báo cáo rà soát.
III. TỔ CHỨC THỰC HIỆN
1. Sở Văn hóa, Thể thao và Du lịch
- Chủ trì, phối hợp với Sở Tài chính và các đơn vị liên quan tham mưu kinh phí trước ngày 30/6 hằng năm.
- Tổng hợp, báo cáo UBND tỉnh trước ngày 15/12 hằng năm.
2. Sở Tài chính: Bố trí kinh phí thực hiện Kế hoạch theo quy định.
3. Ủy ban nhân dân các xã, phường
a) Xây dựng kế hoạch của địa phương, hoàn thành trong vòng 15 ngày làm việc kể từ ngày Kế hoạch này được ban hành.
b) Định kỳ 6 tháng, hằng năm báo cáo kết quả về Sở Văn hóa, Thể thao và Du lịch.
Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các đơn vị báo cáo về Sở Văn hóa, Thể thao và Du lịch để tổng hợp./.
"""

PARTY_TABS = """\
ĐẢNG BỘ TỈNH SÔNG MẪU\tĐẢNG CỘNG SẢN VIỆT NAM
ĐẢNG ỦY XÃ LÀNG MẪU
*\tLàng Mẫu, ngày 12 tháng 01 năm 2026
Số 15 - KH/ĐU

KẾ HOẠCH
thực hiện Nghị quyết số 68-NQ/TW, ngày 04/5/2025 của Bộ Chính trị
về phát triển kinh tế tư nhân
-----

Thực hiện Chương trình hành động số 11-CTr/TU, ngày 20/8/2025 của Tỉnh ủy, Ban Thường vụ Đảng ủy xã xây dựng Kế hoạch như sau:

I- MỤC ĐÍCH, YÊU CẦU
1- Nâng cao nhận thức của cán bộ, đảng viên.
II- NHIỆM VỤ, GIẢI PHÁP
1- Công tác quán triệt
Ban Xây dựng Đảng Đảng ủy tham mưu tổ chức hội nghị quán triệt trong tháng 02/2026.
Giao Đảng ủy UBND xã lãnh đạo UBND xã rà soát thủ tục hành chính, hoàn thành trong quý II/2026.
2- Hỗ trợ hộ kinh doanh
Phòng Kinh tế xã phối hợp với Công an xã và các thôn lập danh sách hộ kinh doanh, gửi Đảng ủy (qua Văn phòng Đảng ủy) chậm nhất ngày 28/02/2026.
III- TỔ CHỨC THỰC HIỆN
1- Các chi bộ trực thuộc căn cứ Kế hoạch này xây dựng kế hoạch thực hiện; định kỳ hằng quý báo cáo kết quả.
2- Đảng ủy Ủy ban nhân dân xã
- Lãnh đạo, chỉ đạo Ủy ban nhân dân xã cụ thể hóa Kế hoạch.
- Bố trí ngân sách hằng năm.
3- Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam xã và các tổ chức chính trị - xã hội tăng cường giám sát, phản biện xã hội.
4- Văn phòng Đảng ủy, Ủy ban Kiểm tra Đảng ủy theo chức năng, nhiệm vụ theo dõi, đôn đốc, kiểm tra việc thực hiện; tham mưu sơ kết 6 tháng, tổng kết năm.
Kế hoạch này được phổ biến đến chi bộ./.

Nơi nhận:\tT/M BAN THƯỜNG VỤ
- Thường trực Tỉnh ủy (b/c),\tBÍ THƯ
- Các chi bộ trực thuộc,
- Các đ/c Ủy viên BCH Đảng bộ xã,
- Lưu Văn phòng Đảng ủy.\t(đã ký)

\tNguyễn Thị Mẫu
"""

LETTER = """\
   UBND TỈNH SÔNG MẪU          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
       SỞ Y TẾ                      Độc lập - Tự do - Hạnh phúc
     Số: 305/SYT-NVY                Sông Mẫu, ngày 03 tháng 4 năm 2026
V/v tăng cường phòng, chống
      dịch bệnh mùa hè

        Kính gửi:
               - Các bệnh viện trong tỉnh;
               - Trung tâm Y tế các khu vực.

      Thực hiện Công văn số 1021/UBND-VX ngày 01/4/2026 của UBND tỉnh về phòng, chống
dịch bệnh, Sở Y tế yêu cầu các đơn vị thực hiện một số nội dung sau:
      1. Các bệnh viện trong tỉnh
      a) Rà soát, bổ sung thuốc, vật tư trước ngày 15/4/2026.
      b) Tổ chức trực 24/24 giờ trong các ngày lễ.
      2. Trung tâm Kiểm soát bệnh tật tỉnh: chủ trì giám sát dịch; phối hợp với
Trung tâm Y tế các khu vực xử lý ổ dịch trong vòng 48 giờ.
      3. Phòng Nghiệp vụ Y phối hợp với Phòng Tổ chức cán bộ kiểm tra công tác trực.
      Đề nghị các đơn vị nghiêm túc thực hiện, báo cáo kết quả về Sở Y tế (qua Phòng
Nghiệp vụ Y) trước ngày 30/4/2026./.

Nơi nhận:                                              KT. GIÁM ĐỐC
- Như trên;                                            PHÓ GIÁM ĐỐC
- Giám đốc Sở (b/c);
- Lưu: VT, NVY.
                                                        Đỗ Văn Mẫu
"""

NO_KIND = """\
ỦY BAN NHÂN DÂN |
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |
Số: 130/KH-UBND | Sông Mẫu, ngày 13 tháng 7 năm 2026 |
Thực hiện Thông tư số 10/2026/TT-BNV ngày 31/5/2026 của Bộ Nội vụ hướng dẫn giám sát, UBND tỉnh ban hành Kế hoạch giám sát năm 2026, cụ thể như sau:
I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
Theo dõi việc chấp hành quy định.
II. NỘI DUNG
1. Giám sát định kỳ: thực hiện 6 tháng, hằng năm.
III. TỔ CHỨC THỰC HIỆN
1. Sở Nội vụ: Chủ trì, hướng dẫn các đơn vị thực hiện Kế hoạch; tổng hợp báo cáo UBND tỉnh, Bộ Nội vụ trước ngày 20/12/2026.
2. Sở Tài chính, Kho bạc Nhà nước khu vực: Phối hợp với Sở Nội vụ hướng dẫn thanh quyết toán.
3. Các sở, ban, ngành là thành viên Ban Chỉ đạo theo chức năng, nhiệm vụ được giao: hướng dẫn, kiểm tra cơ sở.
4. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh và các tổ chức thành viên: Tham gia giám sát việc thực hiện.
5. Chế độ báo cáo
a) UBND các xã, phường báo cáo 6 tháng trước ngày 15/6, báo cáo năm trước ngày 10/12.
b) Sở Nội vụ tổng hợp, báo cáo Chủ tịch UBND tỉnh định kỳ hằng quý, trước ngày 25 của tháng cuối quý.
Yêu cầu Thủ trưởng các sở, ban, ngành; Chủ tịch UBND các xã, phường nghiêm túc triển khai thực hiện./.
Nơi nhận:
- Bộ Nội vụ;
- Như phần III;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Vũ Mẫu Hà
"""

PARTY_PDF = """\
ĐẢNG BỘ TỈNH SÔNG MẪU                    ĐẢNG CỘNG SẢN VIỆT NAM
 BAN THƯỜNG VỤ ĐẢNG ỦY
    PHƯỜNG BẾN MẪU                       Bến Mẫu, ngày 04 tháng 3 năm 2026
           *
      Số 22-KH/ĐU

                                   KẾ HOẠCH
        tổ chức học tập, quán triệt và triển khai thực hiện
       Nghị quyết Đại hội đại biểu Đảng bộ phường lần thứ I

      Thực hiện Kế hoạch số 09 -KH/TU, ngày 15 tháng 01 năm 2026 của Ban Thường
vụ Tỉnh uỷ; Ban Thường vụ Đảng ủy phường ban hành Kế hoạch tổ chức học tập, quán
triệt như sau:
      I- MỤC ĐÍCH, YÊU CẦU
      1- Giúp cán bộ, đảng viên nắm vững nội dung cơ bản của Nghị quyết.
      II- NỘI DUNG, HÌNH THỨC, THỜI GIAN
      1- Hội nghị cán bộ chủ chốt phường: tổ chức trong tháng 3/2026, giao Ban Xây
dựng Đảng chuẩn bị nội dung.
                                     1
      2- Hội nghị tại chi bộ: các chi bộ trực thuộc tổ chức, hoàn thành trước ngày
15/4/2026.
      III- TỔ CHỨC THỰC HIỆN
      1- Ban Xây dựng Đảng Đảng uỷ
      - Tham mưu Ban Thường vụ Đảng uỷ tổ chức hội nghị; phối hợp Văn phòng Đảng
uỷ chuẩn bị tài liệu.
      - Theo dõi, tổng hợp kết quả, báo cáo Ban Thường vụ Tỉnh uỷ trước ngày 30/4/2026.
      2- Uỷ ban Kiểm tra Đảng uỷ xây dựng kế hoạch kiểm tra, giám sát việc thực hiện Kế
hoạch này.
      3- Đảng uỷ UBND phường, Đảng uỷ Công an phường: Cụ thể hoá thành chương
trình hành động, gửi về Đảng uỷ (qua Ban Xây dựng Đảng) trong quý II/2026.
                                     2
      4- Trung tâm Chính trị phường bố trí hội trường, máy chiếu phục vụ hội nghị.
      5- Đề nghị Uỷ ban MTTQ Việt Nam phường, các đoàn thể chính trị - xã hội
tuyên truyền trong đoàn viên, hội viên.
      6- Các đồng chí Đảng uỷ viên được phân công phụ trách chi bộ dự và chỉ đạo hội
nghị ở chi bộ.

Nơi nhận:                                     T/M BAN THƯỜNG VỤ
- Ban Thường vụ Tỉnh uỷ (để báo cáo),               BÍ THƯ
- Các đồng chí Uỷ viên Ban Chấp
hành Đảng bộ phường,
- Các chi bộ trực thuộc,
- Lưu Văn phòng Đảng uỷ.                        Hoàng Thị Mẫu
"""

OFFICE_HOLDERS = """\
KẾ HOẠCH
Tổ chức Tháng Thanh niên năm 2026

I. TỔ CHỨC THỰC HIỆN
1. Đồng chí Bí thư Đảng ủy phụ trách chung, chỉ đạo việc thực hiện Kế hoạch.
2. Đ/c Nguyễn Văn Mẫu - Phó Bí thư Thường trực Đảng ủy: trực tiếp chỉ đạo, kiểm tra việc thực hiện; báo cáo hằng tháng.
3. Trách nhiệm của Đoàn Thanh niên
a) Xây dựng kế hoạch chi tiết trước ngày 05/3/2026.
b) Chuẩn bị hiện trường.
4. Giao Công an xã:
- Bảo đảm trật tự tại các điểm hoạt động.
- Phân luồng giao thông.
5. Đối với Trường THCS
- Vận động học sinh tham gia.
6. Phòng Kinh tế có trách nhiệm:
- Bố trí kinh phí, hướng dẫn thanh quyết toán.
7. Các thôn, tổ dân phố: huy động nhân dân dọn vệ sinh vào sáng thứ Bảy hằng tuần.
8. Thủ trưởng các cơ quan, Bí thư các chi bộ có trách nhiệm quán triệt, triển khai Kế hoạch này đến toàn thể cán bộ, đảng viên.
9. Kế hoạch này thay thế Kế hoạch số 11-KH/ĐU, ngày 02/3/2025.
Trong quá trình thực hiện, nếu phát sinh vướng mắc, các đơn vị phản ánh về Đoàn Thanh niên để được hướng dẫn.
"""

BRACKETS = """\
KẾ HOẠCH
Thực hiện nhiệm vụ trọng tâm quý II năm 2026

I. NHIỆM VỤ
1. Ban hành Kế hoạch thực hiện Nghị quyết (Văn phòng Đảng ủy, tháng 4/2026).
2. Hội nghị sơ kết công tác kiểm tra quý I (Chủ trì: Ủy ban Kiểm tra Đảng ủy; thời gian: trước 10/4/2026).
3. Rà soát quy hoạch cán bộ. Cơ quan chủ trì: Ban Xây dựng Đảng; cơ quan phối hợp: Văn phòng Đảng ủy, các chi bộ; thời gian hoàn thành: 30/5/2026; sản phẩm: Báo cáo rà soát.
4. Xây dựng nông thôn mới
- Chủ trì: Phòng Kinh tế.
- Phối hợp: Mặt trận Tổ quốc xã, các thôn.
- Thời gian: Thường xuyên.
5. Tổ chức hội thao chào mừng ngày 30/4. Giao Đoàn Thanh niên chủ trì, Phòng Văn hóa - Xã hội phối hợp thực hiện trong tháng 4/2026.
6. Kiểm tra công tác phòng cháy. Đơn vị thực hiện: Công an xã.
7. Đẩy mạnh tuyên truyền trên loa truyền thanh (Phòng Văn hóa - Xã hội chủ trì, phối hợp với các thôn thực hiện; thường xuyên).
II. CHẾ ĐỘ BÁO CÁO
Các chi bộ báo cáo kết quả thực hiện về Đảng ủy trước ngày 20 hằng tháng; báo cáo quý trước ngày 20 tháng cuối quý.
Báo cáo định kỳ: 6 tháng (trước ngày 10/6) và năm (trước ngày 10/12).
"""

ASSEMBLY = """\
HỘI ĐỒNG NHÂN DÂN
TỈNH SÔNG MẪU
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: 44/NQ-HĐND
Sông Mẫu, ngày 10 tháng 7 năm 2026

NGHỊ QUYẾT

VỀ NHIỆM VỤ PHÁT TRIỂN KINH TẾ - XÃ HỘI 6 THÁNG CUỐI NĂM 2026

HỘI ĐỒNG NHÂN DÂN TỈNH SÔNG MẪU
KHÓA XIX, KỲ HỌP THỨ 5

Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;
Xét Tờ trình số 120/TTr-UBND ngày 01 tháng 7 năm 2026 của Ủy ban nhân dân tỉnh; báo cáo thẩm tra của Ban Kinh tế - Ngân sách; ý kiến thảo luận của đại biểu.

QUYẾT NGHỊ:

Điều 1. Thống nhất các nhiệm vụ trọng tâm
1. Tập trung giải ngân vốn đầu tư công.
2. Tăng cường quản lý thu ngân sách.

Điều 2. Tổ chức thực hiện
1. Giao Ủy ban nhân dân tỉnh tổ chức triển khai thực hiện Nghị quyết này, báo cáo Hội đồng nhân dân tỉnh tại kỳ họp cuối năm.
2. Thường trực Hội đồng nhân dân, các Ban, các Tổ đại biểu và đại biểu Hội đồng nhân dân tỉnh giám sát việc thực hiện Nghị quyết.

Điều 3. Điều khoản thi hành
Nghị quyết này có hiệu lực từ ngày 20 tháng 7 năm 2026.
Nghị quyết này đã được Hội đồng nhân dân tỉnh Sông Mẫu khóa XIX, kỳ họp thứ 5 thông qua ngày 10 tháng 7 năm 2026./.

Nơi nhận:
- Ủy ban Thường vụ Quốc hội;
- Chính phủ;
- TT Tỉnh ủy, HĐND, UBND, UBMTTQVN tỉnh;
- Lưu: VT.
CHỦ TỊCH
Ngô Mẫu Bình
"""

WIDE_BLANKS = """\
                                    PHỤ LỤC
              PHÂN CÔNG THỰC HIỆN KẾ HOẠCH CHUYỂN ĐỔI SỐ
        (Kèm theo Kế hoạch số 31/KH-UBND ngày 20 tháng 01 năm 2026)

 STT   Nội dung công việc           Cơ quan chủ trì     Cơ quan phối hợp     Thời gian        Sản phẩm
                                                                            hoàn thành
  1    Nâng cấp cổng thông tin      Sở Khoa học và      Các sở, ban,         Quý II/2026      Cổng thông tin
       điện tử của tỉnh             Công nghệ           ngành
  2    Đào tạo cán bộ chuyên        Sở Nội vụ           Trường Chính trị     Trước ngày       Lớp tập huấn
       trách chuyển đổi số                              tỉnh                 30/9/2026
  3    Số hóa tài liệu lưu trữ      Sở Nội vụ           UBND các xã          Thường xuyên     Kho dữ liệu
"""

DECISION_WITH_PLAN = """\
TỈNH ỦY SÔNG MẪU
*
Số 210-QĐ/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Sông Mẫu, ngày 18 tháng 5 năm 2026

QUYẾT ĐỊNH
ban hành Kế hoạch đào tạo cán bộ giai đoạn 2026 - 2030
-----
- Căn cứ Điều lệ Đảng Cộng sản Việt Nam;
- Căn cứ Quy chế làm việc số 05-QC/TU, ngày 02/11/2025 của Ban Chấp hành Đảng bộ tỉnh;
- Xét đề nghị của Ban Tổ chức Tỉnh ủy,

BAN THƯỜNG VỤ TỈNH ỦY QUYẾT ĐỊNH

Điều 1. Ban hành kèm theo Quyết định này Kế hoạch đào tạo cán bộ giai đoạn 2026 - 2030.
Điều 2. Giao Ban Tổ chức Tỉnh ủy theo dõi, đôn đốc, kiểm tra việc thực hiện; báo cáo Ban Thường vụ Tỉnh ủy trước ngày 31/12 hằng năm.
Điều 3. Các ban, cơ quan của Tỉnh ủy, các đảng ủy trực thuộc Tỉnh ủy và các tập thể, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này.
Quyết định này có hiệu lực từ ngày ký.

Nơi nhận:
- Ban Tổ chức Trung ương (b/c),
- Như Điều 3,
- Lưu Văn phòng Tỉnh ủy.
T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ THƯỜNG TRỰC
Lý Mẫu An

TỈNH ỦY SÔNG MẪU
*
ĐẢNG CỘNG SẢN VIỆT NAM

KẾ HOẠCH
đào tạo cán bộ giai đoạn 2026 - 2030
(kèm theo Quyết định số 210-QĐ/TU, ngày 18/5/2026 của Ban Thường vụ Tỉnh ủy)
-----
A. QUAN ĐIỂM
1. Bám sát nhu cầu.
B. TỔ CHỨC THỰC HIỆN
I. Các cấp ủy, tổ chức đảng
1. Xây dựng kế hoạch đào tạo của đơn vị, hoàn thành trong quý III/2026.
2. Hằng năm, rà soát, cử cán bộ đi học theo kế hoạch.
II. Ban Tổ chức Tỉnh ủy
1. Tham mưu mở các lớp bồi dưỡng (mỗi năm từ 3 đến 5 lớp).
2. Chủ trì, phối hợp với Trường Chính trị tỉnh xây dựng chương trình.
III. Đảng ủy Ủy ban nhân dân tỉnh
Lãnh đạo Ủy ban nhân dân tỉnh bố trí kinh phí; chỉ đạo Sở Tài chính hướng dẫn định mức chi trước ngày 30/9/2026.

Nơi nhận:
- Các cấp ủy,
- Lưu Văn phòng.
T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ THƯỜNG TRỰC
Lý Mẫu An
"""

MARKDOWN = """\
**ĐẢNG BỘ TỈNH SÔNG MẪU**
**ĐẢNG ỦY XÃ LÀNG MẪU**
\\*
Số: 18 - CTr/ĐU

**ĐẢNG CỘNG SẢN VIỆT NAM**
*Làng Mẫu, ngày   tháng 5 năm 2026*

**CHƯƠNG TRÌNH HÀNH ĐỘNG**
**thực hiện Nghị quyết số 70-NQ/TW, ngày 20/8/2025 của Bộ Chính trị**
**về bảo đảm an ninh năng lượng quốc gia**

Thực hiện Nghị quyết số 70-NQ/TW; Ban Chấp hành Đảng bộ xã xây dựng Chương trình hành động với những nội dung sau:

**I. MỤC TIÊU**
1. Đến năm 2030, 100% hộ dân được sử dụng điện an toàn.
**II. NHIỆM VỤ, GIẢI PHÁP**
(1) Tăng cường tuyên truyền tiết kiệm điện.
(2) Phòng Kinh tế chủ trì, phối hợp với Điện lực khu vực rà soát lưới điện hạ thế; hoàn thành trước tháng 9/2026.
(3) Vận động hộ dân lắp điện mặt trời mái nhà; Phòng Kinh tế là cơ quan hướng dẫn.
**III. TỔ CHỨC THỰC HIỆN**
**1. Đảng ủy UBND xã**
* Lãnh đạo UBND xã xây dựng Kế hoạch thực hiện; thời gian hoàn thành: tháng 6/2026.
* Chỉ đạo Phòng Kinh tế tổng hợp số liệu hằng quý.
**2. Các chi bộ trực thuộc, các cơ quan, đơn vị**
* Đưa nội dung tiết kiệm điện vào sinh hoạt chi bộ thường kỳ.
**3. Ủy ban MTTQ Việt Nam xã, các tổ chức chính trị - xã hội:** phát động phong trào, đăng ký thi đua trong quý II hằng năm.
**4. Văn phòng Đảng ủy phối hợp với các cơ quan tham mưu, giúp việc của Đảng ủy** thường xuyên theo dõi, đôn đốc, định kỳ sơ kết, tổng kết, báo cáo Ban Thường vụ Đảng ủy.
Chương trình hành động này được phổ biến, quán triệt đến chi bộ.

***Nơi nhận:***
* Tỉnh ủy (b/c),
* Các chi bộ trực thuộc,
* Lưu VPĐU.

**T/M BAN CHẤP HÀNH**
**BÍ THƯ**

**Trần Thị Mẫu**
"""

SCAN = """\
UBND XA LANG MAU
Số: 45/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Làng Mẫu, ngày 02 thảng 3 năm 2026

KẾ HOACH
Phòng, chống thiên tai và tìm kiếm cứu nạn năm 2026

Căn cứ Luật Phòng, chống thiên tai sổ 33/2013/QH13; Quyết định số 1270/QĐ-TTg ngày 03/10/2019; Kế hoạch số 25/KH-UBND ngảy 15/02/2026 của UBND tỉnh. UBND xã ban hành Kế hoạch như sau:
I. MỤC ĐÍCH
Chủ động phòng, chống thiên tai.
II. NHIỆM VỤ CỤ THỂ
1. Trước thiên tai
- Kiện toàn Ban Chỉ huy phòng thủ dân sự xã, xong trước 31/3/2026. Cơ quan chủ trì: Văn phòng HĐND và UBND xã.
- Rà soát phương án sơ tán dân. Cơ quan chủ trì: Ban Chỉ huy Quân sự xã; phối hợp: Công an xã, các thôn. Thời gian: trước ngày 30/4/2026.
2. Khi có thiên tai
- Các thôn báo cáo tình hình thiệt hại về UBND xã trong vòng 24 giờ kể từ khi thiên tai kết thúc.
III. TỎ CHỨC THỰC HIỆN
1. Ban Chi huy Quân sự xã
Chủ trì tham mưu xây dựng phương án, tổ chức trực ban 24/24 giờ từ ngày 15/5 đến ngày 30/11 hàng năm.
2. Công an xã: Bảo đảm an ninh trật tự tại khu vực sơ tán.
3. Phòng Kinh tế; Phòng Văn hóa - Xã hội: Dự trù vật tư, lương thực trong tháng 4 hàng năm.
Nơi nhận:
- UBND tỉnh;
- TT Đảng ủy, HĐND xã;
- Các thôn;
- Luu: VT.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
(Đã ký)
Đinh Mẫu Long
"""

STUBS = """\
ỦY BAN NHÂN DÂN
TỈNH SÔNG MẪU
-------
|
CỘNG HÒA XÃ HỘI
CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
|
Số:
77/KH-UBND
|
Sông Mẫu, ngày 14
tháng 02 năm 2026
|
KẾ HOẠCH
THỰC HIỆN CHIẾN LƯỢC QUỐC GIA BÌNH ĐẲNG NĂM 2026 TRÊN
ĐỊA BÀN TỈNH SÔNG MẪU
Thực hiện Quyết định số
2232/QĐ-TTg ngày 28/12/2020 của Thủ tướng Chính phủ phê duyệt Chương trình
phòng ngừa bạo lực giai đoạn 2021 - 2025, Ủy ban nhân dân tỉnh ban hành Kế
hoạch như sau:
I. MỤC ĐÍCH, YÊU CẦU
1. Nâng cao nhận thức của
các cấp, các ngành.
II. NỘI DUNG
1. Tổ chức các hoạt động
truyền thông
- Phối hợp với các cơ
quan báo chí xây dựng chuyên mục định kỳ.
- Tổ chức Tháng hành động.
* Cơ quan chủ trì: Sở Nội
vụ.
* Cơ quan phối hợp: Sở Văn
hóa, Thể thao và Du lịch; Báo và phát thanh, truyền hình tỉnh; các cơ quan, đơn
vị liên quan.
* Thời gian thực hiện: Từ
tháng 11 đến tháng 12/2026.
2. Nâng cao năng lực
- Mở 05 lớp tập huấn cho
cán bộ làm công tác bình đẳng giới cấp xã.
- Đơn vị thực hiện: Sở Nội
vụ chủ trì, phối hợp với UBND các xã, phường.
- Thời gian: Quý II, III năm
2026.
III. KINH PHÍ
Ngân sách nhà nước theo
phân cấp.
IV. TỔ CHỨC THỰC HIỆN
1. Sở Nội vụ:
Chủ trì, phối hợp với các
sở, ngành liên quan triển khai Kế hoạch; kiểm tra việc thực hiện; tổng hợp, báo
cáo Ủy ban nhân dân tỉnh, Bộ Nội vụ trước ngày 15/12/2026.
2. Công an tỉnh, Sở Y tế,
Sở Giáo dục và Đào tạo: Căn cứ chức năng, nhiệm vụ lồng ghép các nội dung của
Kế hoạch vào chương trình công tác năm 2026.
3. Đề nghị Ủy ban Mặt trận
Tổ quốc Việt Nam tỉnh, Hội Liên hiệp Phụ nữ tỉnh:
- Tham gia tuyên truyền.
- Thực hiện giám sát và
phản biện xã hội.
4. Các sở, ban, ngành tỉnh
và UBND các xã, phường xây dựng kế hoạch, tổ chức thực hiện; gửi báo cáo về Sở
Nội vụ trước ngày 30/11/2026 để tổng hợp.
Trên đây là Kế hoạch thực
hiện Chiến lược năm 2026, yêu cầu các đơn vị nghiêm túc triển khai thực hiện./.
|
Nơi nhận:
- Bộ Nội vụ;
- TT. Tỉnh ủy, TT. HĐND tỉnh;
- CT, các PCT UBND tỉnh;
- Các sở, ban, ngành;
- Lưu: VT, KGVX.
|
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Lê Mẫu Hạnh
|
"""

PRIME_MINISTER = """\
THỦ TƯỚNG CHÍNH PHỦ
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: 900/QĐ-TTg
Hà Nội, ngày 12 tháng 5 năm 2026

QUYẾT ĐỊNH

PHÊ DUYỆT CHƯƠNG TRÌNH PHÁT TRIỂN THƯ VIỆN SỐ ĐẾN NĂM 2030

Căn cứ Luật Tổ chức Chính phủ ngày 18 tháng 02 năm 2025;

Theo đề nghị của Bộ trưởng Bộ Văn hóa, Thể thao và Du lịch.

QUYẾT ĐỊNH:

Điều 1. Phê duyệt Chương trình phát triển thư viện số đến năm 2030 (sau đây gọi là Chương trình) với các nội dung chủ yếu sau:

I. MỤC TIÊU

1. Mục tiêu cụ thể đến năm 2030

a) 100% thư viện cấp tỉnh hoàn thành số hóa tài liệu quý hiếm.

II. NHIỆM VỤ, GIẢI PHÁP CHỦ YẾU

1. Hoàn thiện thể chế, chính sách.

2. Xây dựng cơ sở dữ liệu dùng chung.

III. TỔ CHỨC THỰC HIỆN

1. Bộ Văn hóa, Thể thao và Du lịch

a) Chủ trì, phối hợp với các bộ, ngành, địa phương triển khai Chương trình.

b) Tổ chức sơ kết vào năm 2028, tổng kết vào năm 2030.

2. Bộ Tài chính cân đối, bố trí kinh phí chi thường xuyên theo quy định của Luật Ngân sách nhà nước.

3. Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ

Xây dựng và ban hành kế hoạch thực hiện trong quý IV năm 2026; định kỳ trước ngày 10 tháng 12 hằng năm gửi báo cáo Bộ Văn hóa, Thể thao và Du lịch.

4. Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương chịu trách nhiệm ban hành kế hoạch, bố trí nguồn lực thực hiện Chương trình tại địa phương.

Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký ban hành.

Điều 3. Các Bộ trưởng, Thủ trưởng cơ quan ngang bộ, Thủ trưởng cơ quan thuộc Chính phủ, Chủ tịch Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương chịu trách nhiệm thi hành Quyết định này./.

Nơi nhận:
- Ban Bí thư Trung ương Đảng;
- Thủ tướng, các Phó Thủ tướng Chính phủ;
- Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ;
- HĐND, UBND các tỉnh, thành phố trực thuộc trung ương;
- VPCP: BTCN, các PCN, Trợ lý TTg, TGĐ Cổng TTĐT, các Vụ, Cục, đơn vị trực thuộc, Công báo;
- Lưu: VT, KGVX (2b).
KT. THỦ TƯỚNG
PHÓ THỦ TƯỚNG
Mai Mẫu Sơn
"""

INSPECTION = """\
KẾ HOẠCH
Thực hiện công tác kiểm tra, giám sát năm 2026

I. NỘI DUNG KIỂM TRA, GIÁM SÁT
1. Ban Thường vụ Đảng ủy
1.1. Kiểm tra 02 chi bộ về lãnh đạo thực hiện nhiệm vụ chính trị; thời gian: quý II năm 2026; giao Ủy ban Kiểm tra Đảng ủy tham mưu.
1.2. Giám sát chuyên đề đối với 01 chi bộ, hoàn thành trong quý III/2026.
2. Ủy ban Kiểm tra Đảng ủy
2.1. Tham mưu Ban Thường vụ kiện toàn đoàn kiểm tra.
2.2. Kiểm tra thi hành kỷ luật đảng ở 03 chi bộ, xong trước 31-10-2026.
II. TỔ CHỨC THỰC HIỆN
1. Giao Ủy ban Kiểm tra Đảng ủy chủ trì phối hợp với các ban của Đảng ủy, Văn phòng Đảng ủy giúp Ban Thường vụ xây dựng kế hoạch, đề cương; tham mưu thành lập đoàn.
2. Các chi bộ có trách nhiệm xây dựng chương trình kiểm tra, giám sát năm 2026, gửi về Đảng ủy (qua Ủy ban Kiểm tra) trước ngày 31/01/2026; định kỳ 6 tháng, 1 năm báo cáo kết quả.
3. Các tổ chức đảng, đảng viên được kiểm tra, giám sát có trách nhiệm chuẩn bị báo cáo bằng văn bản và gửi đoàn trước 05 ngày làm việc.
4. Văn phòng Đảng ủy bảo đảm kinh phí, phương tiện.
"""

ANNEX = """\
PHỤ LỤC I

NHIỆM VỤ CỤ THỂ THỰC HIỆN NGHỊ QUYẾT

(Kèm theo Chương trình hành động số 12-CTr/TU, ngày 03/02/2026 của Tỉnh ủy)

| TT | Nhiệm vụ | Cơ quan chủ trì tham mưu | Cơ quan phối hợp | Thời gian trình | Cấp trình |
|---|---|---|---|---|---|
| **I** | **Nhóm nhiệm vụ về thể chế** |  |  |  |  |
| 1 | Đề án sắp xếp đơn vị sự nghiệp | Đảng ủy UBND tỉnh | Ban Tổ chức Tỉnh ủy | Quý III/2026 | Ban Thường vụ Tỉnh ủy |
| 1.1 | Kế hoạch tinh giản biên chế | Sở Nội vụ | Các sở, ngành; UBND cấp xã | 10/2026 | UBND tỉnh |
| **II** | **Nhóm nhiệm vụ về hạ tầng** |  |  |  |  |
| 2 | Đầu tư trung tâm dữ liệu | Công an tỉnh | Sở Khoa học và Công nghệ<br>Sở Tài chính | 2026 - 2028 | |
| 3 | Phủ sóng 5G | Sở KH&CN, doanh nghiệp viễn thông | | Hằng năm | |

PHỤ LỤC II

LỊCH KIỂM TRA

| STT | Đơn vị được kiểm tra | Thời gian | Ghi chú |
|---|---|---|---|
| 1 | Chi bộ Thôn Một | Tháng 5/2026 | |
| 2 | Chi bộ Thôn Hai | Tháng 6/2026 | |
"""

MEMBERS = """\
ĐẢNG ỦY XÃ LÀNG MẪU
BAN CHỈ ĐẠO 57
Số 03-KH/BCĐ
ĐẢNG CỘNG SẢN VIỆT NAM
Làng Mẫu, ngày 20/4/2026

KẾ HOẠCH
hoạt động của Ban Chỉ đạo năm 2026

I. NHIỆM VỤ TRỌNG TÂM
1. Hoàn thiện Quy chế hoạt động của Ban Chỉ đạo; thời gian: tháng 5/2026; phân công: Văn phòng Đảng ủy.
2. Ra mắt Tổ công nghệ số cộng đồng tại 100% thôn (Đoàn Thanh niên xã chủ trì; trước 30/6/2026).
3. Mỗi thành viên Ban Chỉ đạo phụ trách ít nhất 01 thôn.
4. Họp định kỳ hằng quý. Thường trực Ban Chỉ đạo chuẩn bị nội dung.
II. PHÂN CÔNG THÀNH VIÊN
1. Đồng chí Trưởng Ban: Chỉ đạo toàn diện hoạt động của Ban Chỉ đạo.
2. Đồng chí Phó Trưởng Ban Thường trực
- Giúp Trưởng Ban điều hành công việc hằng ngày.
- Chủ trì các cuộc họp khi được ủy quyền.
3. Các thành viên Ban Chỉ đạo: thực hiện nhiệm vụ theo lĩnh vực được phân công; báo cáo Trưởng Ban trước ngày 20 tháng cuối quý.
III. KINH PHÍ
Sử dụng ngân sách xã; Phòng Kinh tế tham mưu bố trí.

T/M BAN CHỈ ĐẠO
TRƯỞNG BAN

BÍ THƯ ĐẢNG ỦY
Hồ Mẫu Tâm
Nơi nhận:
- Ban Chỉ đạo 57 tỉnh,
- Thành viên Ban Chỉ đạo,
- Lưu.
"""


def told(draft: Draft) -> list[tuple[str, tuple[str, ...], tuple[str, ...], str | None, str | None]]:
    return [
        (t.part, t.lead, t.support, t.due.code, t.due.cadence.value if t.due.cadence else None) for t in draft.tasks
    ]


def framed(draft: Draft) -> tuple[object, ...]:
    head, signed = draft.head, draft.signature
    day = head.date.isoformat() if head.date else None
    return (head.number, head.type, day, head.term, draft.recipients, (signed.authority, signed.position, signed.name))


TASKS = [
    (
        DECISION,
        [
            ("Điều 2", ("Sở Văn hóa, Thể thao và Du lịch",), ("các cơ quan, đơn vị liên quan",), None, None),
            (
                "II.1.a",
                ("Sở Văn hóa, Thể thao và Du lịch",),
                ("Sở Giáo dục và Đào tạo", "UBND các xã, phường"),
                None,
                "annual",
            ),
            ("II.2", ("UBND các xã, phường",), (), "2026-06", "once"),
            ("III.1", ("Sở Văn hóa, Thể thao và Du lịch",), ("Sở Tài chính", "các đơn vị liên quan"), None, "annual"),
            ("III.1", ("Sở Văn hóa, Thể thao và Du lịch",), (), None, "annual"),
            ("III.2", ("Sở Tài chính",), (), None, None),
            ("III.3.a", ("Ủy ban nhân dân các xã, phường",), (), None, "once"),
            ("III.3.b", ("Ủy ban nhân dân các xã, phường",), (), None, "semiannual"),
        ],
    ),
    (
        PARTY_TABS,
        [
            ("II.1", ("Ban Xây dựng Đảng Đảng ủy",), (), "2026-02", "once"),
            ("II.1", ("Đảng ủy UBND xã",), (), "2026-06", "once"),
            ("II.2", ("Phòng Kinh tế xã",), ("Công an xã", "các thôn"), "2026-02-28", "once"),
            ("III.1", ("Các chi bộ trực thuộc",), (), None, "quarterly"),
            ("III.2", ("Đảng ủy Ủy ban nhân dân xã",), (), None, None),
            ("III.2", ("Đảng ủy Ủy ban nhân dân xã",), (), None, "annual"),
            ("III.3", ("Ủy ban Mặt trận Tổ quốc Việt Nam xã và các tổ chức chính trị - xã hội",), (), None, None),
            ("III.4", ("Văn phòng Đảng ủy", "Ủy ban Kiểm tra Đảng ủy"), (), None, None),
        ],
    ),
    (
        LETTER,
        [
            ("1.a", ("Các bệnh viện trong tỉnh",), (), "2026-04-15", "once"),
            ("1.b", ("Các bệnh viện trong tỉnh",), (), None, None),
            ("2", ("Trung tâm Kiểm soát bệnh tật tỉnh",), ("Trung tâm Y tế các khu vực",), None, "once"),
            ("3", ("Phòng Nghiệp vụ Y",), ("Phòng Tổ chức cán bộ",), None, None),
            ("3", ("các đơn vị",), (), "2026-04-30", "once"),
        ],
    ),
    (
        NO_KIND,
        [
            ("III.1", ("Sở Nội vụ",), (), "2026-12-20", "once"),
            ("III.2", ("Sở Tài chính", "Kho bạc Nhà nước khu vực"), ("Sở Nội vụ",), None, None),
            ("III.3", ("Các sở, ban, ngành là thành viên Ban Chỉ đạo",), (), None, None),
            ("III.4", ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh và các tổ chức thành viên",), (), None, None),
            ("III.5.a", ("UBND các xã, phường",), (), None, "semiannual"),
            ("III.5.b", ("Sở Nội vụ",), (), None, "quarterly"),
            ("III.5.b", ("Thủ trưởng các sở, ban, ngành", "Chủ tịch UBND các xã, phường"), (), None, None),
        ],
    ),
    (
        PARTY_PDF,
        [
            ("II.1", ("Ban Xây dựng Đảng",), (), "2026-03", "once"),
            ("II.2", ("các chi bộ trực thuộc",), (), "2026-04-15", "once"),
            ("III.1", ("Ban Xây dựng Đảng Đảng ủy",), ("Văn phòng Đảng ủy",), None, None),
            ("III.1", ("Ban Xây dựng Đảng Đảng ủy",), (), "2026-04-30", "once"),
            ("III.2", ("Ủy ban Kiểm tra Đảng ủy",), (), None, None),
            ("III.3", ("Đảng ủy UBND phường", "Đảng ủy Công an phường"), (), "2026-06", "once"),
            ("III.4", ("Trung tâm Chính trị phường",), (), None, None),
            ("III.5", ("Ủy ban MTTQ Việt Nam phường", "các đoàn thể chính trị - xã hội"), (), None, None),
            ("III.6", ("Các đồng chí Đảng ủy viên được phân công",), (), None, None),
        ],
    ),
    (
        OFFICE_HOLDERS,
        [
            ("I.1", ("Đồng chí Bí thư Đảng ủy",), (), None, None),
            ("I.2", ("Đ/c Nguyễn Văn Mẫu - Phó Bí thư Thường trực Đảng ủy",), (), None, "monthly"),
            ("I.3.a", ("Đoàn Thanh niên",), (), "2026-03-05", "once"),
            ("I.3.b", ("Đoàn Thanh niên",), (), None, None),
            ("I.4", ("Công an xã",), (), None, None),
            ("I.4", ("Công an xã",), (), None, None),
            ("I.5", ("Trường THCS",), (), None, None),
            ("I.6", ("Phòng Kinh tế",), (), None, None),
            ("I.7", ("Các thôn, tổ dân phố",), (), None, None),
            ("I.8", ("Thủ trưởng các cơ quan", "Bí thư các chi bộ"), (), None, None),
        ],
    ),
    (
        BRACKETS,
        [
            ("I.1", ("Văn phòng Đảng ủy",), (), "2026-04", "once"),
            ("I.2", ("Ủy ban Kiểm tra Đảng ủy",), (), "2026-04-10", "once"),
            ("I.3", ("Ban Xây dựng Đảng",), ("Văn phòng Đảng ủy", "các chi bộ"), "2026-05-30", "once"),
            ("I.4", ("Phòng Kinh tế",), ("Mặt trận Tổ quốc xã", "các thôn"), None, "continuous"),
            ("I.5", ("Đoàn Thanh niên",), ("Phòng Văn hóa - Xã hội",), "2026-04", "once"),
            ("I.6", ("Công an xã",), (), None, None),
            ("I.7", ("Phòng Văn hóa - Xã hội",), ("các thôn",), None, "continuous"),
            ("II", ("Các chi bộ",), (), None, "monthly"),
        ],
    ),
    (
        ASSEMBLY,
        [
            ("Điều 2.1", ("Ủy ban nhân dân tỉnh",), (), None, None),
            (
                "Điều 2.2",
                ("Thường trực Hội đồng nhân dân", "các Ban, các Tổ đại biểu", "đại biểu Hội đồng nhân dân tỉnh"),
                (),
                None,
                None,
            ),
        ],
    ),
    (
        WIDE_BLANKS,
        [
            ("PHỤ LỤC.1", ("Sở Khoa học và Công nghệ",), ("Các sở, ban, ngành",), "2026-06", "once"),
            ("PHỤ LỤC.2", ("Sở Nội vụ",), ("Trường Chính trị tỉnh",), "2026-09-30", "once"),
            ("PHỤ LỤC.3", ("Sở Nội vụ",), ("UBND các xã",), None, "continuous"),
        ],
    ),
    (
        DECISION_WITH_PLAN,
        [
            ("Điều 2", ("Ban Tổ chức Tỉnh ủy",), (), None, "annual"),
            ("B.I.1", ("Các cấp ủy, tổ chức đảng",), (), "2026-09", "once"),
            ("B.I.2", ("Các cấp ủy, tổ chức đảng",), (), None, "annual"),
            ("B.II.1", ("Ban Tổ chức Tỉnh ủy",), (), None, "annual"),
            ("B.II.2", ("Ban Tổ chức Tỉnh ủy",), ("Trường Chính trị tỉnh",), None, None),
            ("B.III", ("Đảng ủy Ủy ban nhân dân tỉnh",), (), "2026-09-30", "once"),
        ],
    ),
    (
        MARKDOWN,
        [
            ("II.2", ("Phòng Kinh tế",), ("Điện lực khu vực",), "2026-09", "once"),
            ("III.1", ("Đảng ủy UBND xã",), (), "2026-06", "once"),
            ("III.1", ("Đảng ủy UBND xã",), (), None, "quarterly"),
            ("III.2", ("Các chi bộ trực thuộc", "các cơ quan, đơn vị"), (), None, None),
            ("III.3", ("Ủy ban MTTQ Việt Nam xã", "các tổ chức chính trị - xã hội"), (), None, "annual"),
            ("III.4", ("Văn phòng Đảng ủy",), ("các cơ quan tham mưu, giúp việc của Đảng ủy",), None, "as-directed"),
        ],
    ),
    (
        SCAN,
        [
            ("II.1", ("Văn phòng HĐND và UBND xã",), (), "2026-03-31", "once"),
            ("II.1", ("Ban Chỉ huy Quân sự xã",), ("Công an xã", "các thôn"), "2026-04-30", "once"),
            ("II.2", ("Các thôn",), (), None, "once"),
            ("III.1", ("Ban Chi huy Quân sự xã",), (), None, "annual"),
            ("III.2", ("Công an xã",), (), None, None),
            ("III.3", ("Phòng Kinh tế", "Phòng Văn hóa - Xã hội"), (), None, "annual"),
        ],
    ),
    (
        STUBS,
        [
            (
                "II.1",
                ("Sở Nội vụ",),
                (
                    "các cơ quan báo chí",
                    "Sở Văn hóa, Thể thao và Du lịch",
                    "Báo và phát thanh, truyền hình tỉnh",
                    "các cơ quan, đơn vị liên quan",
                ),
                "2026-12",
                "once",
            ),
            (
                "II.1",
                ("Sở Nội vụ",),
                (
                    "Sở Văn hóa, Thể thao và Du lịch",
                    "Báo và phát thanh, truyền hình tỉnh",
                    "các cơ quan, đơn vị liên quan",
                ),
                "2026-12",
                "once",
            ),
            ("II.2", ("Sở Nội vụ",), ("UBND các xã, phường",), "2026-09", "once"),
            ("IV.1", ("Sở Nội vụ",), ("các sở, ngành liên quan",), "2026-12-15", "once"),
            ("IV.2", ("Công an tỉnh", "Sở Y tế", "Sở Giáo dục và Đào tạo"), (), None, None),
            ("IV.3", ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "Hội Liên hiệp Phụ nữ tỉnh"), (), None, None),
            ("IV.3", ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "Hội Liên hiệp Phụ nữ tỉnh"), (), None, None),
            ("IV.4", ("Các sở, ban, ngành tỉnh", "UBND các xã, phường"), (), "2026-11-30", "once"),
        ],
    ),
    (
        PRIME_MINISTER,
        [
            ("Điều 1.III.1.a", ("Bộ Văn hóa, Thể thao và Du lịch",), ("các bộ, ngành, địa phương",), None, None),
            ("Điều 1.III.1.b", ("Bộ Văn hóa, Thể thao và Du lịch",), (), "2028-12", "once"),
            ("Điều 1.III.2", ("Bộ Tài chính",), (), None, None),
            ("Điều 1.III.3", ("Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ",), (), "2026-12", "once"),
            ("Điều 1.III.4", ("Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương",), (), None, None),
        ],
    ),
    (
        INSPECTION,
        [
            ("I.1.1", ("Ban Thường vụ Đảng ủy",), (), "2026-06", "once"),
            ("I.1.2", ("Ban Thường vụ Đảng ủy",), (), "2026-09", "once"),
            ("I.2.1", ("Ủy ban Kiểm tra Đảng ủy",), (), None, None),
            ("I.2.2", ("Ủy ban Kiểm tra Đảng ủy",), (), "2026-10-31", "once"),
            ("II.1", ("Ủy ban Kiểm tra Đảng ủy",), ("các ban của Đảng ủy", "Văn phòng Đảng ủy"), None, None),
            ("II.2", ("Các chi bộ",), (), "2026-01-31", "once"),
            ("II.3", ("Các tổ chức đảng, đảng viên được kiểm tra",), (), None, None),
            ("II.4", ("Văn phòng Đảng ủy",), (), None, None),
        ],
    ),
    (
        ANNEX,
        [
            ("PHỤ LỤC I.1", ("Đảng ủy UBND tỉnh",), ("Ban Tổ chức Tỉnh ủy",), "2026-09", "once"),
            ("PHỤ LỤC I.1.1", ("Sở Nội vụ",), ("Các sở, ngành", "UBND cấp xã"), "2026-10", "once"),
            ("PHỤ LỤC I.2", ("Công an tỉnh",), ("Sở Khoa học và Công nghệ", "Sở Tài chính"), "2028-12", "once"),
            ("PHỤ LỤC I.3", ("Sở KH&CN", "doanh nghiệp viễn thông"), (), None, "annual"),
        ],
    ),
    (
        MEMBERS,
        [
            ("I.1", ("Văn phòng Đảng ủy",), (), "2026-05", "once"),
            ("I.2", ("Đoàn Thanh niên xã",), (), "2026-06-30", "once"),
            ("I.3", ("Mỗi thành viên Ban Chỉ đạo",), (), None, None),
            ("I.4", ("Thường trực Ban Chỉ đạo",), (), None, "quarterly"),
            ("II.1", ("Đồng chí Trưởng Ban",), (), None, None),
            ("II.2", ("Đồng chí Phó Trưởng Ban Thường trực",), (), None, None),
            ("II.2", ("Đồng chí Phó Trưởng Ban Thường trực",), (), None, None),
            ("II.3", ("Các thành viên Ban Chỉ đạo",), (), None, None),
            ("III", ("Phòng Kinh tế",), (), None, None),
        ],
    ),
]

FRAMES = [
    (
        DECISION,
        (
            "412/QĐ-UBND",
            "QUYẾT ĐỊNH",
            "2026-03-09",
            "GIAI ĐOẠN 2026 - 2030",
            ("Như Điều 3", "Bộ VHTTDL (báo cáo)", "TT Tỉnh ủy, TT HĐND tỉnh", "Lưu: VT, KGVX"),
            (None, "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH", "Trần Văn Mẫu"),
        ),
    ),
    (
        PARTY_TABS,
        (
            "15-KH/ĐU",
            "KẾ HOẠCH",
            "2026-01-12",
            None,
            (
                "Thường trực Tỉnh ủy (b/c)",
                "Các chi bộ trực thuộc",
                "Các đ/c Ủy viên BCH Đảng bộ xã",
                "Lưu Văn phòng Đảng ủy",
            ),
            ("T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Nguyễn Thị Mẫu"),
        ),
    ),
    (
        LETTER,
        (
            "305/SYT-NVY",
            "CÔNG VĂN",
            "2026-04-03",
            None,
            ("Như trên", "Giám đốc Sở (b/c)", "Lưu: VT, NVY"),
            (None, "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC", "Đỗ Văn Mẫu"),
        ),
    ),
    (
        NO_KIND,
        (
            "130/KH-UBND",
            "KẾ HOẠCH",
            "2026-07-13",
            None,
            ("Bộ Nội vụ", "Như phần III", "Lưu: VT"),
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH", "Vũ Mẫu Hà"),
        ),
    ),
    (
        PARTY_PDF,
        (
            "22-KH/ĐU",
            "KẾ HOẠCH",
            "2026-03-04",
            None,
            (
                "Ban Thường vụ Tỉnh uỷ (để báo cáo)",
                "Các đồng chí Uỷ viên Ban Chấp hành Đảng bộ phường",
                "Các chi bộ trực thuộc",
                "Lưu Văn phòng Đảng uỷ",
            ),
            ("T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Hoàng Thị Mẫu"),
        ),
    ),
    (OFFICE_HOLDERS, (None, "KẾ HOẠCH", None, "năm 2026", (), (None, None, None))),
    (BRACKETS, (None, "KẾ HOẠCH", None, "năm 2026", (), (None, None, None))),
    (
        ASSEMBLY,
        (
            "44/NQ-HĐND",
            "NGHỊ QUYẾT",
            "2026-07-10",
            "khóa XIX, kỳ họp thứ 5",
            ("Ủy ban Thường vụ Quốc hội", "Chính phủ", "TT Tỉnh ủy, HĐND, UBND, UBMTTQVN tỉnh", "Lưu: VT"),
            (None, "CHỦ TỊCH", "Ngô Mẫu Bình"),
        ),
    ),
    (WIDE_BLANKS, (None, None, None, None, (), (None, None, None))),
    (
        DECISION_WITH_PLAN,
        (
            "210-QĐ/TU",
            "QUYẾT ĐỊNH",
            "2026-05-18",
            "giai đoạn 2026 - 2030",
            ("Ban Tổ chức Trung ương (b/c)", "Như Điều 3", "Lưu Văn phòng Tỉnh ủy"),
            ("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ THƯỜNG TRỰC", "Lý Mẫu An"),
        ),
    ),
    (
        MARKDOWN,
        (
            "18-CTr/ĐU",
            "CHƯƠNG TRÌNH HÀNH ĐỘNG",
            None,
            None,
            ("Tỉnh ủy (b/c)", "Các chi bộ trực thuộc", "Lưu VPĐU"),
            ("T/M BAN CHẤP HÀNH", "BÍ THƯ", "Trần Thị Mẫu"),
        ),
    ),
    (
        SCAN,
        (
            "45/KH-UBND",
            "KẾ HOẠCH",
            "2026-03-02",
            "năm 2026",
            ("UBND tỉnh", "TT Đảng ủy, HĐND xã", "Các thôn", "Luu: VT"),
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH", "Đinh Mẫu Long"),
        ),
    ),
    (
        STUBS,
        (
            "77/KH-UBND",
            "KẾ HOẠCH",
            "2026-02-14",
            "NĂM 2026",
            ("Bộ Nội vụ", "TT. Tỉnh ủy, TT. HĐND tỉnh", "CT, các PCT UBND tỉnh", "Các sở, ban, ngành", "Lưu: VT, KGVX"),
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH", "Lê Mẫu Hạnh"),
        ),
    ),
    (
        PRIME_MINISTER,
        (
            "900/QĐ-TTg",
            "QUYẾT ĐỊNH",
            "2026-05-12",
            "NĂM 2030",
            (
                "Ban Bí thư Trung ương Đảng",
                "Thủ tướng, các Phó Thủ tướng Chính phủ",
                "Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ",
                "HĐND, UBND các tỉnh, thành phố trực thuộc trung ương",
                "VPCP: BTCN, các PCN, Trợ lý TTg, TGĐ Cổng TTĐT, các Vụ, Cục, đơn vị trực thuộc, Công báo",
                "Lưu: VT, KGVX (2b)",
            ),
            (None, "KT. THỦ TƯỚNG / PHÓ THỦ TƯỚNG", "Mai Mẫu Sơn"),
        ),
    ),
    (INSPECTION, (None, "KẾ HOẠCH", None, "năm 2026", (), (None, None, None))),
    (ANNEX, (None, None, None, None, (), (None, None, None))),
    (
        MEMBERS,
        (
            "03-KH/BCĐ",
            "KẾ HOẠCH",
            "2026-04-20",
            "năm 2026",
            ("Ban Chỉ đạo 57 tỉnh", "Thành viên Ban Chỉ đạo", "Lưu"),
            ("T/M BAN CHỈ ĐẠO", "TRƯỞNG BAN / BÍ THƯ ĐẢNG ỦY", "Hồ Mẫu Tâm"),
        ),
    ),
]

IDS = [
    "decision",
    "party_tabs",
    "letter",
    "no_kind",
    "party_pdf",
    "office_holders",
    "brackets",
    "assembly",
    "wide_blanks",
    "decision_with_plan",
    "markdown",
    "scan",
    "stubs",
    "prime_minister",
    "inspection",
    "annex",
    "members",
]


@pytest.mark.parametrize(("text", "tasks"), TASKS, ids=IDS)
def test_who_does_what_by_when(text: str, tasks: list[object]) -> None:
    assert told(read(text)) == tasks


@pytest.mark.parametrize(("text", "frame"), FRAMES, ids=IDS)
def test_head_recipients_and_signature(text: str, frame: tuple[object, ...]) -> None:
    assert framed(read(text)) == frame
