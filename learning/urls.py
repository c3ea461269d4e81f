"""Addresses of learning, under a language. Each package brings its own."""

urlpatterns = []
