"""The pages of one-time links: accepting an invitation, and what a reset allows. Whoever has the link may open them."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from registry.signin import SigninError
from registry.signin.links import FACTOR
from registry.web.hooks import DEVICE_COOKIE, set_session_cookie
from registry.web.messages import signin_sentence
from registry.web.seam import now, origin_of_request, people

blueprint = Blueprint("links", __name__)


@blueprint.route("/links/<token>", methods=["GET", "POST"])
def open_link(token: str) -> Response:
    """Show what a link is for; a POST uses it up and leads to sign-in. Opening it changes nothing."""
    link = people().links.look(token, now())
    if link is None:
        return make_response(render_template("signin/link_dead.html"), 404)
    error = None
    if request.method == "POST":
        password, origin = request.form.get("password", ""), origin_of_request(DEVICE_COOKIE)
        use = people().links.clear_factors if link.purpose == FACTOR else people().links.accept
        try:
            use(token, password, origin=origin, now=now())
        except SigninError as failure:
            error = signin_sentence(failure)
        else:
            response = redirect(url_for("account.sign_in"))
            set_session_cookie(response, None)
            flash(gettext("已完成。请用登录名和密码登录。"), "good")
            return response
    page = render_template("signin/link.html", link=link, error=error)
    return make_response(page, 422 if error else 200)
