"""Addresses of the phones: the app, what it asks and brings, and the other ways in."""

from django.urls import path

from learning.sessions import api, device_app, device_views, paper_views

urlpatterns = [
    path("device/", device_app.device_page, name="session-device"),
    path("device/app.webmanifest", device_app.manifest, name="device-manifest"),
    path("device/sessions/", api.mine, name="device-sessions"),
    path("device/orders/", api.orders, name="device-orders"),
    path("devices/", device_views.devices, name="session-devices"),
    path("devices/<uuid:device_uuid>/revoke/", device_views.revoke_device, name="device-revoke"),
    path(
        "devices/<uuid:device_uuid>/<uuid:session_uuid>/remove/",
        device_views.remove_pack,
        name="device-remove-pack",
    ),
    path("file/", device_views.bring_file, name="session-file"),
    path("<uuid:session_uuid>/spreadsheet/", paper_views.spreadsheet, name="session-spreadsheet"),
    path("<uuid:session_uuid>/register.xlsx", paper_views.template, name="session-spreadsheet-file"),
    path("<uuid:session_uuid>/uploads/", device_views.uploads, name="session-uploads"),
    path("<uuid:session_uuid>/bundle/", api.pack, name="session-bundle"),
    path("<uuid:session_uuid>/facts/", api.facts, name="session-facts"),
]
