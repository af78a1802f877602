"""The tables as of version 0.1, made at once where none are yet: what the migrations that it replaces made step by step."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('documents', '0001_initial'), ('documents', '0002_pages'), ('documents', '0003_register')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('orgs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(upload_to='documents/%Y/')),
                ('name', models.CharField(max_length=200)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('text', models.TextField()),
                ('pages', models.JSONField(default=list)),
                ('is_scanned', models.BooleanField(default=False)),
                ('uploaded_at', models.DateTimeField()),
                ('is_open', models.BooleanField(default=False)),
                ('org', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='orgs.org')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-uploaded_at'],
                'constraints': [models.UniqueConstraint(fields=('org', 'sha256'), name='document_once')],
            },
        ),
        migrations.CreateModel(
            name='FindingSwitch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('switched_at', models.DateTimeField()),
                ('org', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='finding_switches', to='orgs.org')),
                ('switched_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['org', 'code'],
                'constraints': [models.UniqueConstraint(fields=('org', 'code'), name='finding_switch_once')],
            },
        ),
        migrations.CreateModel(
            name='Reference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=60, verbose_name='số, ký hiệu')),
                ('kind', models.CharField(max_length=60, verbose_name='loại văn bản')),
                ('issuer', models.CharField(blank=True, max_length=200, verbose_name='cơ quan ban hành')),
                ('issued_on', models.DateField(verbose_name='ngày ban hành')),
                ('title', models.TextField(blank=True, verbose_name='trích yếu')),
                ('status', models.CharField(choices=[('in_force', 'Còn hiệu lực'), ('replaced', 'Đã được thay thế'), ('expired', 'Hết hiệu lực')], default='in_force', max_length=20, verbose_name='hiệu lực')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='có hiệu lực từ')),
                ('replaced_by', models.CharField(blank=True, max_length=60, verbose_name='văn bản thay thế')),
                ('replaced_on', models.DateField(blank=True, null=True, verbose_name='thay thế từ ngày')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='nguồn')),
                ('key', models.CharField(default='', editable=False, max_length=60)),
                ('search_text', models.TextField(blank=True, editable=False)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('retired_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-issued_on', 'key'],
                'constraints': [models.UniqueConstraint(fields=('key', 'issued_on'), name='reference_once'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'replaced'), models.Q(('replaced_by', ''), _negated=True)), models.Q(models.Q(('status', 'replaced'), _negated=True), ('replaced_by', ''), ('replaced_on', None)), _connector='OR'), name='reference_replaced_names_successor'), models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('retired_by__isnull', True)), ('retired_at__isnull', False), _connector='OR'), name='reference_retired_at_and_by')],
            },
        ),
    ]
