"""The addresses of talk: comments on any object."""

from django.urls import path

from allied.site.talk import comments

app_name = "talk"
_TALK = "w/<slug:workspace>/talk"
_ONE = f"{_TALK}/comments/<str:comment_id>"
urlpatterns = [
    path(f"{_TALK}/preview", comments.preview, name="preview"),
    path(f"{_TALK}/suggestions", comments.suggest, name="suggestions"),
    path(f"{_TALK}/on/<str:reference>/comments", comments.comments, name="comments"),
    path(_ONE, comments.comment, name="comment"),
    path(f"{_ONE}/edit", comments.edit, name="edit"),
    path(f"{_ONE}/replies", comments.replies, name="replies"),
    path(f"{_ONE}/deletion", comments.deletion, name="deletion"),
    path(f"{_ONE}/deletion/undo", comments.deletion_undo, name="deletion-undo"),
    path(f"{_ONE}/resolution", comments.resolution, name="resolution"),
    path(f"{_ONE}/resolution/undo", comments.resolution_undo, name="resolution-undo"),
    path(f"{_ONE}/reopening", comments.reopening, name="reopening"),
]
