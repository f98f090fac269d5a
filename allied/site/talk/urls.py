"""The addresses of talk: comments on any object, following it, and what one is told."""

from django.urls import path

from allied.site.talk import comments, files, keeping, labels, notices

app_name = "talk"
_TALK = "w/<slug:workspace>/talk"
_ONE = f"{_TALK}/comments/<str:comment_id>"
_FILE = "w/<slug:workspace>/files/<str:attachment_id>"
_LABEL = "w/<slug:workspace>/labels/<int:label_id>"
urlpatterns = [
    path(f"{_TALK}/preview", comments.preview, name="preview"),
    path(f"{_TALK}/suggestions", comments.suggest, name="suggestions"),
    path(f"{_TALK}/on/<str:reference>/comments", comments.comments, name="comments"),
    path(f"{_TALK}/on/<str:reference>/follow", notices.follow, name="follow"),
    path(f"{_TALK}/on/<str:reference>/unfollow", notices.unfollow, name="unfollow"),
    path("w/<slug:workspace>/notifications", notices.notifications, name="notifications"),
    path("w/<slug:workspace>/notifications/ways", notices.ways, name="ways"),
    path("w/<slug:workspace>/notifications/reading", notices.reading, name="reading"),
    path("w/<slug:workspace>/notifications/reading/undo", notices.reading_undo, name="reading-undo"),
    path("w/<slug:workspace>/notifications/<int:notification_id>", notices.notification, name="notification"),
    path("unsubscribe/<str:token>", notices.unsubscribe, name="unsubscribe"),
    path(f"{_TALK}/on/<str:reference>/files", files.files, name="files"),
    path(f"{_FILE}", files.file, name="file"),
    path(f"{_FILE}/description", files.description, name="file-description"),
    path(f"{_FILE}/removal", files.removal, name="file-removal"),
    path(f"{_FILE}/removal/undo", files.removal_undo, name="file-removal-undo"),
    path(f"{_TALK}/on/<str:reference>/archive", keeping.archive, name="archive"),
    path(f"{_TALK}/on/<str:reference>/archive/undo", keeping.unarchive, name="unarchive"),
    path(f"{_TALK}/on/<str:reference>/readers", keeping.readers, name="readers"),
    path(f"{_TALK}/on/<str:reference>/sharing", keeping.sharing, name="sharing"),
    path(f"{_TALK}/on/<str:reference>/trash", keeping.trash, name="trash-node"),
    path("w/<slug:workspace>/trash", keeping.trashed, name="trash"),
    path("w/<slug:workspace>/trash/<str:trashed>/restoration", keeping.restoration, name="restoration"),
    path(f"{_TALK}/on/<str:reference>/labels", labels.node_labels, name="node-labels"),
    path("w/<slug:workspace>/labels", labels.labels, name="labels"),
    path(_LABEL, labels.label, name="label"),
    path(f"{_LABEL}/merge", labels.merge, name="label-merge"),
    path(f"{_LABEL}/deletion", labels.deletion, name="label-deletion"),
    path(f"{_LABEL}/restoration", labels.restoration, name="label-restoration"),
    path(_ONE, comments.comment, name="comment"),
    path(f"{_ONE}/edit", comments.edit, name="edit"),
    path(f"{_ONE}/replies", comments.replies, name="replies"),
    path(f"{_ONE}/deletion", comments.deletion, name="deletion"),
    path(f"{_ONE}/deletion/undo", comments.deletion_undo, name="deletion-undo"),
    path(f"{_ONE}/resolution", comments.resolution, name="resolution"),
    path(f"{_ONE}/resolution/undo", comments.resolution_undo, name="resolution-undo"),
    path(f"{_ONE}/reopening", comments.reopening, name="reopening"),
]
