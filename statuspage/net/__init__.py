"""Connections and answers under one deadline: what ``transport`` and the checks stand on."""
