"""The tables as of version 0.1, made at once where none are yet: what the migrations that it replaces made step by step."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('submissions', '0001_initial'), ('submissions', '0002_explanation'), ('submissions', '0003_remarks_and_notices'), ('submissions', '0004_queue_by_risk'), ('submissions', '0005_place_those_that_wait'), ('submissions', '0006_entry_links'), ('submissions', '0007_two_steps'), ('submissions', '0008_evidence_pages_and_signatures'), ('submissions', '0009_clues'), ('submissions', '0010_link_misses'), ('submissions', '0011_given_down'), ('submissions', '0012_credit_reviewer'), ('submissions', '0013_more_clues')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('obligations', '0001_initial'),
        ('orgs', '0001_initial'),
        ('plans', '0001_initial'),
        ('sheets', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='EntryLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(max_length=12)),
                ('person', models.CharField(max_length=120)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('deliverable', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sheets.deliverable')),
                ('org', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entry_links', to='orgs.org')),
                ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('round', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='obligations.round')),
            ],
            options={
                'ordering': ['-created_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('revoked_at__isnull', True), ('revoked_by__isnull', True)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='entry_link_revoked_at_and_by')],
            },
        ),
        migrations.CreateModel(
            name='LinkMiss',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['address', 'at'], name='link_miss_lately')],
            },
        ),
        migrations.CreateModel(
            name='ReviewLimit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('working_days', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)])),
                ('reason', models.CharField(max_length=300)),
                ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plans.plan')),
                ('sheet', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sheets.sheet')),
            ],
            options={
                'ordering': ['plan_id', 'sheet_id', '-valid_from'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='reviewlimit_span_forward'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='reviewlimit_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(max_length=12)),
                ('period_start', models.DateField()),
                ('period_end', models.DateField()),
                ('answers', models.JSONField(default=dict)),
                ('review_answers', models.JSONField(default=dict)),
                ('returned_inside', models.TextField(blank=True, db_default='', default='')),
                ('explanation', models.TextField(blank=True, db_default='', default='')),
                ('remarks', models.JSONField(db_default=models.Value({}, output_field=models.JSONField()), default=dict)),
                ('notices', models.JSONField(db_default=models.Value([], output_field=models.JSONField()), default=list)),
                ('compiled', models.JSONField(db_default=models.Value({}, output_field=models.JSONField()), default=dict)),
                ('state', models.CharField(choices=[('draft', 'Bản nháp'), ('internal', 'Chờ duyệt trong đơn vị'), ('submitted', 'Chờ duyệt'), ('sent_back', 'Bị trả lại'), ('approved', 'Đã duyệt'), ('locked', 'Đã chốt')], default='draft', max_length=10)),
                ('done_on', models.DateField(blank=True, null=True)),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('entered_on_behalf', models.BooleanField(default=False)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('updated_at', models.DateTimeField()),
                ('search_text', models.TextField(blank=True)),
                ('risk', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('concerns', models.CharField(blank=True, db_default='', default='', max_length=120)),
                ('bodies', models.CharField(blank=True, db_default='', default='', max_length=200)),
                ('is_internal', models.BooleanField(db_default=False, default=False)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('review_by', models.DateField(blank=True, null=True)),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('deliverable', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='sheets.deliverable')),
                ('link', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='submissions.entrylink')),
                ('org', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='orgs.org')),
                ('round', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='obligations.round')),
                ('sheet_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='sheets.sheetversion')),
                ('submitted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('updated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-updated_at'],
                'indexes': [models.Index(fields=['state', '-risk', 'review_by', 'submitted_at', 'id'], name='submission_queue'), models.Index(fields=['state', 'deliverable', 'concerns', 'bodies', 'review_by'], name='submission_facets'), models.Index(fields=['deliverable', 'period', 'state'], name='submission_peers')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('round__isnull', True)), fields=('org', 'deliverable', 'period'), name='submission_once'), models.UniqueConstraint(condition=models.Q(('round__isnull', False)), fields=('org', 'deliverable', 'round'), name='submission_once_a_round'), models.CheckConstraint(condition=models.Q(models.Q(('submitted_at__isnull', True), ('submitted_by__isnull', True)), models.Q(('submitted_at__isnull', False), ('submitted_by__isnull', False)), _connector='OR'), name='submission_submitted_at_and_by'), models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='submission_approved_at_and_by')],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decision', models.CharField(choices=[('approved', 'Đã duyệt'), ('sent_back', 'Bị trả lại')], max_length=10)),
                ('reason', models.TextField(blank=True)),
                ('answers', models.JSONField(default=dict)),
                ('decided_at', models.DateTimeField()),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='submissions.submission')),
            ],
            options={
                'ordering': ['decided_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('decision', 'sent_back'), ('reason', ''), _negated=True), name='review_sent_back_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Imprint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.BigIntegerField()),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='submissions.submission')),
            ],
            options={
                'indexes': [models.Index(fields=['key'], name='imprint_key')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(upload_to='evidence/%Y/%m/')),
                ('name', models.CharField(max_length=200)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('content_type', models.CharField(max_length=100)),
                ('pages', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('signed', models.JSONField(db_default=models.Value([], output_field=models.JSONField()), default=list)),
                ('made_on', models.DateField(blank=True, null=True)),
                ('dated_on', models.DateField(blank=True, null=True)),
                ('uploaded_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('removed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='submissions.submission')),
            ],
            options={
                'ordering': ['uploaded_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('removed_at__isnull', True), ('removed_by__isnull', True)), models.Q(('removed_at__isnull', False), ('removed_by__isnull', False)), _connector='OR'), name='evidence_removed_at_and_by')],
            },
        ),
        migrations.CreateModel(
            name='Credit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('obligation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='credits', to='obligations.obligation')),
                ('reviewer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.org')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='credits', to='submissions.submission')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('obligation', 'submission'), name='credit_once')],
            },
        ),
        migrations.CreateModel(
            name='Clue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('alike', 'lời gần trùng'), ('copied', 'tệp trùng'), ('leap', 'số nhảy'), ('postdated', 'sản phẩm sau ngày báo cáo'), ('signature', 'chữ ký số hỏng'), ('unproven', '100 % chưa thấy sản phẩm')], max_length=12)),
                ('field', models.CharField(blank=True, max_length=80)),
                ('facts', models.JSONField(default=dict)),
                ('fingerprint', models.CharField(max_length=32)),
                ('seen_at', models.DateTimeField()),
                ('dismissed_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('dismissed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('other', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='submissions.submission')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clues', to='submissions.submission')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('submission', 'fingerprint'), name='clue_once'), models.CheckConstraint(condition=models.Q(models.Q(('dismissed_at', None), ('dismissed_by', None), ('reason', '')), models.Q(('dismissed_at__isnull', False), ('dismissed_by__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='clue_dismissed_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='TwoStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('org', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.org')),
                ('sheet', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sheets.sheet')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('sheet__isnull', False)), fields=('org', 'sheet'), name='twostep_once'), models.UniqueConstraint(condition=models.Q(('sheet__isnull', True)), fields=('org',), name='twostep_all_once')],
            },
        ),
    ]
