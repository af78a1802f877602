"""The tables as of version 0.1, made at once where none are yet: what the migrations that it replaces made step by step."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('orgs', '0001_initial'), ('orgs', '0002_kinds_of_state_bodies')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=200)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Org',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('code', models.CharField(max_length=40, unique=True)),
                ('kind', models.CharField(choices=[('committee', 'Đảng ủy cấp trên'), ('inspection_committee', 'Ủy ban kiểm tra'), ('advisory_body', 'Cơ quan tham mưu'), ('grassroots_organisation', 'Đảng bộ cơ sở'), ('grassroots_cell', 'Chi bộ cơ sở'), ('section_organisation', 'Đảng bộ bộ phận'), ('cell', 'Chi bộ trực thuộc'), ('mass_organisation', 'Hội quần chúng'), ('office', 'Cơ quan, đơn vị'), ('peoples_committee', 'Ủy ban nhân dân cấp trên'), ('commune', 'Ủy ban nhân dân xã, phường')], max_length=30)),
                ('name', models.CharField(max_length=250)),
                ('short_name', models.CharField(max_length=120)),
                ('search_text', models.TextField(editable=False)),
                ('sort_key', models.CharField(db_index=True, editable=False, max_length=255)),
            ],
            options={
                'ordering': ['sort_key'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='org_span_forward')],
            },
        ),
        migrations.CreateModel(
            name='GroupMembership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='orgs.group')),
                ('org', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='group_memberships', to='orgs.org')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='groupmembership_span_forward')],
            },
        ),
        migrations.CreateModel(
            name='OrgLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('org', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links_up', to='orgs.org')),
                ('parent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links_down', to='orgs.org')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='orglink_span_forward'), models.CheckConstraint(condition=models.Q(('org', models.F('parent')), _negated=True), name='orglink_not_itself')],
            },
        ),
        migrations.CreateModel(
            name='OrgName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('name', models.CharField(max_length=250)),
                ('folded', models.CharField(db_index=True, max_length=250)),
                ('is_alias', models.BooleanField(default=False)),
                ('org', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='orgs.org')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='orgname_span_forward')],
            },
        ),
        migrations.CreateModel(
            name='OrgPath',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('depth', models.PositiveSmallIntegerField()),
                ('ancestor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='paths_down', to='orgs.org')),
                ('descendant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='paths_up', to='orgs.org')),
            ],
            options={
                'indexes': [models.Index(fields=['ancestor', 'valid_from', 'descendant'], name='orgpath_down'), models.Index(fields=['descendant', 'valid_from', 'ancestor'], name='orgpath_up')],
            },
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('kind', models.CharField(choices=[('merge', 'Hợp nhất, sáp nhập'), ('split', 'Chia tách'), ('replace', 'Chuyển thành tổ chức mới')], max_length=10)),
                ('decision', models.CharField(blank=True, max_length=200)),
                ('predecessor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='successions', to='orgs.org')),
                ('successor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='precessions', to='orgs.org')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('predecessor', 'successor', 'on'), name='succession_once')],
            },
        ),
    ]
