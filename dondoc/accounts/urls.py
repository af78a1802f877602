"""Sign-in and people."""

from django.urls import path

from dondoc.accounts import views

app_name = "accounts"
urlpatterns = [
    path("dang-nhap/", views.sign_in, name="sign_in"),
    path("dang-nhap/thu/", views.demo_sign_in, name="demo_sign_in"),
    path("dang-xuat/", views.sign_out, name="sign_out"),
    path("tai-khoan/", views.account, name="account"),
    path("tai-khoan/mat-khau/", views.password, name="password"),
    path("vai-tro/", views.roles, name="roles"),
    path("vai-tro/<int:membership_id>/ket-thuc/", views.end_role, name="end_role"),
    path("nguoi-dung/", views.people, name="people"),
    path("nguoi-dung/them/", views.add_person, name="add_person"),
    path("nguoi-dung/<int:user_id>/", views.person, name="person"),
    path("nguoi-dung/<int:user_id>/sua/", views.edit_person, name="edit_person"),
    path("nguoi-dung/<int:user_id>/vai-tro/", views.give_role, name="give_role"),
    path("nguoi-dung/<int:user_id>/mat-khau/", views.reset_password, name="reset_password"),
    path("nguoi-dung/<int:user_id>/ngung/", views.switch_off, name="switch_off"),
    path("nguoi-dung/<int:user_id>/mo-lai/", views.switch_on, name="switch_on"),
]
