"""Who may sign in, and what each account may touch: sign-in, roles, scope."""

from dashboard.accounts.scope import Action, Person, Place, Refused, Role, Scope, require, scope

__all__ = ["Action", "Person", "Place", "Refused", "Role", "Scope", "require", "scope"]
