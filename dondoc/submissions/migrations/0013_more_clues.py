from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("submissions", "0012_credit_reviewer")]

    operations = [
        migrations.AlterField(
            model_name="clue",
            name="kind",
            field=models.CharField(
                choices=[
                    ("alike", "lời gần trùng"),
                    ("copied", "tệp trùng"),
                    ("leap", "số nhảy"),
                    ("postdated", "sản phẩm sau ngày báo cáo"),
                    ("signature", "chữ ký số hỏng"),
                    ("unproven", "100 % chưa thấy sản phẩm"),
                ],
                max_length=12,
            ),
        ),
    ]
