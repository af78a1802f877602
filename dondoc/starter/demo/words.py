"""Reports in the made-up organisations' own words: put together from parts, so that no two read alike by chance.

A few organisations copy the sample that went round (`SAMPLE`), as happens; the review desk is to see it.
"""

from random import Random

COPIED = 0.04  # of the reports
SAMPLE = (
    "Cấp ủy đã lãnh đạo, chỉ đạo thực hiện tốt các nhiệm vụ chính trị được giao, tham mưu kịp thời, chất lượng bảo "
    "đảm; duy trì nghiêm túc nền nếp sinh hoạt, phát huy vai trò nêu gương của cán bộ, đảng viên, hoàn thành {n} nhiệm "
    "vụ trong kỳ đúng tiến độ."
)
_DONE = (
    "Hoàn thành {n} đầu việc về {about}",
    "Giải quyết xong {n} hồ sơ {about}",
    "Ban hành Kế hoạch số {n}-KH/ĐU về {about}",
    "Tổ chức {n} buổi làm việc với cơ sở về {about}",
    "Kiểm tra tại chỗ {n} nơi về {about}",
    "Gửi Công văn số {n}-CV/ĐU về {about}",
    "Rà soát lại {n} việc còn tồn về {about}",
    "Có Báo cáo số {n}-BC/ĐU về {about}",
)
_ABOUT = (
    "sắp xếp tổ chức bộ máy",
    "chuyển đổi số trong cơ quan",
    "tiếp công dân, xử lý đơn thư",
    "cải cách thủ tục",
    "quản lý tài sản công",
    "bồi dưỡng đảng viên mới",
    "phòng chống lãng phí",
    "đánh giá cán bộ quý",
    "an toàn thông tin",
    "chi trả chế độ cho cơ sở",
    "số hóa tài liệu lưu trữ",
    "giám sát thi hành án",
    "hòa giải ở khu dân cư",
    "đại hội các đoàn thể",
    "tuyên truyền nghị quyết mới",
    "quy hoạch cấp ủy",
)
_HOW = (
    "phân công từng đồng chí theo dõi",
    "chốt lịch từ đầu tháng",
    "giao ban mỗi sáng thứ Hai",
    "lấy ý kiến chi bộ trước",
    "mời cơ quan liên quan cùng dự",
    "dồn người cho việc gấp",
    "bỏ hai cuộc họp không cần",
    "làm cả ngày nghỉ cuối tuần",
    "thuê chuyên gia góp ý",
    "lập nhóm trao đổi riêng",
    "theo mẫu của cấp trên gửi",
    "mượn hội trường phường bên",
)
_RESULT = (
    "sớm hơn hạn {n} ngày",
    "không còn việc quá hạn",
    "còn {n} việc chuyển sang kỳ sau",
    "được cấp trên biểu dương",
    "người dân đánh giá hài lòng",
    "tiết kiệm được một nửa thời gian",
    "có {n} sáng kiến được áp dụng",
    "chất lượng tốt hơn kỳ trước",
    "đã gửi đủ hồ sơ về Đảng ủy",
    "đang chờ ý kiến thẩm định",
)


def report(rng: Random) -> str:
    """Two or three sentences of what was done; the sample that went round, now and then."""
    own = Random(rng.random())  # noqa: S311 -- a story, no secret; one draw, so that the story around it stays
    if own.random() < COPIED:
        return SAMPLE.format(n=own.randint(5, 15))
    return " ".join(_sentence(own, about) for about in own.sample(_ABOUT, own.choice((2, 3))))


def _sentence(rng: Random, about: str) -> str:
    done = rng.choice(_DONE).format(n=rng.randint(2, 19), about=about)
    return f"{done}, {rng.choice(_HOW)}, {rng.choice(_RESULT).format(n=rng.randint(1, 5))}."


def named(rng: Random, names: tuple[str, ...]) -> str:
    """The name of a good example, with where and by whom it is kept up."""
    return f"{rng.choice(names)} về {rng.choice(_ABOUT)}, {rng.choice(_HOW)}"
