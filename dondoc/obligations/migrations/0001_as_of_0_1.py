"""The tables as of version 0.1, made at once where none are yet: what the migrations that it replaces made step by step."""

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('obligations', '0001_initial'), ('obligations', '0002_initial'), ('obligations', '0003_versions'), ('obligations', '0004_rulings'), ('obligations', '0005_given_down'), ('obligations', '0006_one_window_goes_on')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('orgs', '0001_initial'),
        ('plans', '0001_initial'),
        ('sheets', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(max_length=12)),
                ('note', models.TextField(blank=True)),
                ('made_at', models.DateTimeField()),
                ('deliverable', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='sheets.deliverable')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('org', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='orgs.org')),
                ('task', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='assignment', to='plans.task')),
            ],
            options={
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(max_length=12)),
                ('name', models.CharField(max_length=250)),
                ('due_on', models.DateField()),
                ('guidance', models.CharField(blank=True, max_length=250)),
                ('opened_on', models.DateField()),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='plans.task')),
            ],
            options={
                'ordering': ['-opened_on', '-id'],
                'constraints': [models.UniqueConstraint(fields=('task', 'period', 'name'), name='round_once')],
            },
        ),
        migrations.CreateModel(
            name='Obligation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('answer', 'Thực hiện nhiệm vụ'), ('open_round', 'Mở đợt thực hiện')], default='answer', max_length=12)),
                ('period', models.CharField(max_length=12)),
                ('period_start', models.DateField()),
                ('period_end', models.DateField()),
                ('due_on', models.DateField(blank=True, null=True)),
                ('is_history', models.BooleanField(default=False)),
                ('is_ongoing', models.BooleanField(default=False)),
                ('extended_to', models.DateField(blank=True, null=True)),
                ('exempted_on', models.DateField(blank=True, null=True)),
                ('stopped_on', models.DateField(blank=True, null=True)),
                ('stopped_until', models.DateField(blank=True, null=True)),
                ('unlocked_until', models.DateTimeField(blank=True, null=True)),
                ('exception_reason', models.TextField(blank=True)),
                ('submitted_on', models.DateField(blank=True, null=True)),
                ('sent_back_on', models.DateField(blank=True, null=True)),
                ('done_on', models.DateField(blank=True, null=True)),
                ('approved_on', models.DateField(blank=True, null=True)),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('assignment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='obligations', to='obligations.assignment')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.plan')),
                ('org', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='obligations', to='orgs.org')),
                ('taken_over_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='taken_over', to='obligations.obligation')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='obligations', to='plans.task')),
                ('waiting_for', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='waiting', to='obligations.obligation')),
                ('round', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='obligations', to='obligations.round')),
            ],
            options={
                'ordering': ['due_on', 'org__sort_key', 'id'],
                'indexes': [models.Index(fields=['org', 'due_on'], name='obligation_org_due'), models.Index(fields=['due_on'], name='obligation_due'), models.Index(condition=models.Q(('unlocked_until__isnull', False)), fields=['unlocked_until'], name='obligation_unlocked')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('round__isnull', True)), fields=('task', 'org', 'period', 'purpose'), name='obligation_once'), models.UniqueConstraint(condition=models.Q(('round__isnull', False)), fields=('task', 'org', 'round'), name='obligation_once_a_round'), models.CheckConstraint(condition=models.Q(models.Q(('approved_on__isnull', True), ('done_on__isnull', True)), models.Q(('approved_on__isnull', False), ('done_on__isnull', False)), _connector='OR'), name='obligation_done_and_approved'), models.CheckConstraint(condition=models.Q(('extended_to__isnull', True), ('extended_to__gt', models.F('due_on')), _connector='OR'), name='obligation_extended_forward'), models.CheckConstraint(condition=models.Q(('stopped_until__isnull', True), ('stopped_until__gte', models.F('stopped_on')), _connector='OR'), name='obligation_stopped_forward'), models.CheckConstraint(condition=models.Q(('ended_by__isnull', True), ('closed_on__isnull', False), _connector='OR'), name='obligation_ended_is_closed')],
            },
        ),
        migrations.AddField(
            model_name='assignment',
            name='round',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='obligations.round'),
        ),
        migrations.CreateModel(
            name='Ruling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('extend', 'Gia hạn'), ('exempt', 'Miễn thực hiện'), ('stop', 'Tạm dừng tính hạn'), ('unlock', 'Mở khóa'), ('lock', 'Khóa kỳ')], max_length=10)),
                ('period', models.CharField(blank=True, max_length=12)),
                ('period_start', models.DateField(blank=True, null=True)),
                ('period_end', models.DateField(blank=True, null=True)),
                ('from_on', models.DateField(blank=True, null=True)),
                ('to_on', models.DateField(blank=True, null=True)),
                ('until_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.TextField()),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
                ('asked_for', models.TextField(blank=True)),
                ('given_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_for', models.TextField(blank=True)),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('given_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('obligation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='rulings', to='obligations.obligation')),
                ('org', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rulings', to='orgs.org')),
                ('sheet', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sheets.sheet')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['kind', 'period_start', 'period_end'], name='ruling_period')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'lock'), ('obligation', None), ('period_end__isnull', False), ('period_start__isnull', False)), models.Q(models.Q(('kind', 'lock'), _negated=True), ('obligation__isnull', False)), _connector='OR'), name='ruling_is_about_one_thing'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('kind', 'extend'), _negated=True), ('to_on__isnull', False), _connector='OR'), models.Q(models.Q(('kind', 'stop'), _negated=True), ('from_on__isnull', False), _connector='OR'), models.Q(models.Q(('kind', 'unlock'), _negated=True), ('until_at__isnull', False), ('given_at', None), _connector='OR')), name='ruling_has_its_day'), models.CheckConstraint(condition=models.Q(('from_on', None), ('to_on', None), ('to_on__gte', models.F('from_on')), _connector='OR'), name='ruling_forward'), models.CheckConstraint(condition=models.Q(('given_at__isnull', False), ('asked_at__isnull', False), _connector='OR'), name='ruling_given_or_asked'), models.UniqueConstraint(condition=models.Q(('ended_at', None), ('given_at', None)), fields=('obligation', 'kind'), name='ruling_asked_once'), models.UniqueConstraint(condition=models.Q(('ended_at', None), ('kind', 'lock'), ('sheet', None)), fields=('org', 'period'), name='ruling_locked_once'), models.UniqueConstraint(condition=models.Q(('ended_at', None), ('kind', 'lock'), ('sheet__isnull', False)), fields=('org', 'period', 'sheet'), name='ruling_sheet_locked_once')],
            },
        ),
        migrations.CreateModel(
            name='EntryWindow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('level', models.CharField(blank=True, choices=[('committee', 'Đảng ủy cấp trên'), ('inspection_committee', 'Ủy ban kiểm tra'), ('advisory_body', 'Cơ quan tham mưu'), ('grassroots_organisation', 'Đảng bộ cơ sở'), ('grassroots_cell', 'Chi bộ cơ sở'), ('section_organisation', 'Đảng bộ bộ phận'), ('cell', 'Chi bộ trực thuộc'), ('mass_organisation', 'Hội quần chúng'), ('office', 'Cơ quan, đơn vị'), ('peoples_committee', 'Ủy ban nhân dân cấp trên'), ('commune', 'Ủy ban nhân dân xã, phường')], max_length=30)),
                ('opens_before', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(260)])),
                ('closes_after', models.SmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(-60), django.core.validators.MaxValueValidator(260)])),
                ('reason', models.CharField(max_length=300)),
                ('sheet', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sheets.sheet')),
            ],
            options={
                'ordering': ['sheet_id', 'level', '-valid_from'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='entrywindow_span_forward'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='entrywindow_has_reason'), models.CheckConstraint(condition=models.Q(('opens_before__isnull', True), ('closes_after__isnull', True), ('closes_after__gte', 0), ('opens_before__gte', django.db.models.expressions.CombinedExpression(models.Value(0), '-', models.F('closes_after'))), _connector='OR'), name='entrywindow_forward'), models.UniqueConstraint(condition=models.Q(('sheet__isnull', False), ('valid_to', None)), fields=('sheet', 'level'), name='entrywindow_one_goes_on'), models.UniqueConstraint(condition=models.Q(('sheet', None), ('valid_to', None)), fields=('level',), name='entrywindow_one_of_all_goes_on')],
            },
        ),
        migrations.CreateModel(
            name='Following',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('kept', 'Giữ nguyên'), ('moved', 'Đổi hạn'), ('ended', 'Chấm dứt'), ('taken_up', 'Giao lại')], max_length=10)),
                ('due_before', models.DateField(blank=True, null=True)),
                ('extended_before', models.DateField(blank=True, null=True)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='followings', to='plans.plan')),
                ('task_before', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.task')),
                ('obligation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='followings', to='obligations.obligation')),
            ],
            options={
                'ordering': ['plan_id', 'id'],
                'constraints': [models.UniqueConstraint(fields=('obligation', 'plan'), name='following_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(condition=models.Q(('round__isnull', True)), fields=('org', 'deliverable', 'period'), name='assignment_once'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(condition=models.Q(('round__isnull', False)), fields=('org', 'deliverable', 'round'), name='assignment_once_a_round'),
        ),
    ]
