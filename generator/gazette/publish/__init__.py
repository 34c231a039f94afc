from gazette.publish.pages import Page, Site
from gazette.publish.plan import plan_site

__all__ = ["Page", "Site", "plan_site"]
