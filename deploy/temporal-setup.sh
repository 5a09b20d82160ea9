#!/bin/sh
# Makes the namespace with its retention and registers the search attributes; a second run changes nothing.
# Environment: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_RETENTION (history kept after a workflow closed).
set -eu

: "${TEMPORAL_ADDRESS:?}" "${TEMPORAL_NAMESPACE:?}" "${TEMPORAL_RETENTION:?}"
TRIES=${TRIES:-30}

# Name=Type, the same list as connect.py; a test compares the two.
SEARCH_ATTRIBUTES='
InterviewStage=Keyword
InterviewAt=Datetime
RecruiterId=Keyword
Tenant=Keyword
CancelParty=Keyword
CancelReason=Keyword
LateNotice=Bool
Revision=Int
'

wait_for() { # what we wait for, command...
    what=$1
    shift
    tries=0
    until "$@" >/dev/null 2>&1; do
        tries=$((tries + 1))
        if [ "$tries" -ge "$TRIES" ]; then
            echo "gave up: $what, after $tries tries" >&2
            "$@"
            exit 1
        fi
        sleep 2
    done
}

make_namespace() {
    if temporal operator namespace describe -n "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
        temporal operator namespace update -n "$TEMPORAL_NAMESPACE" --retention "$TEMPORAL_RETENTION"
    else
        temporal operator namespace create -n "$TEMPORAL_NAMESPACE" --retention "$TEMPORAL_RETENTION"
    fi
}

register_search_attributes() {
    set --
    for attribute in $SEARCH_ATTRIBUTES; do
        set -- "$@" --name "${attribute%%=*}" --type "${attribute#*=}"
    done
    temporal operator search-attribute create "$@"
}

# A worker that writes an attribute before every frontend knows it would fail its workflow tasks.
attributes_are_usable() {
    query=''
    for attribute in $SEARCH_ATTRIBUTES; do
        query="${query:+$query AND }${attribute%%=*} IS NULL"
    done
    temporal workflow count --query "$query"
}

wait_for "the server at $TEMPORAL_ADDRESS" temporal operator cluster health
make_namespace
wait_for "the namespace $TEMPORAL_NAMESPACE" temporal workflow list --limit 1
wait_for "registering the search attributes" register_search_attributes
wait_for "the search attributes" attributes_are_usable
echo "namespace $TEMPORAL_NAMESPACE is ready"
