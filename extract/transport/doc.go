// Package transport is the one way in which requests leave this program.
//
// A [Client] belongs to one tenant. It refuses whatever could change something at the other end: every verb but GET,
// and those POSTs that a source has named because they are reads or token calls. It speaks https with TLS 1.2 or newer,
// plain http only to this machine, and to no host but the one that was configured: redirects stay on it, and links in
// answers are data that nobody follows. Proxies from the environment are ignored, because a job at night should not
// tell whichever proxy its environment names which practice it asks; a proxy has to be given.
//
// An answer counts when it is whole: all bytes that were promised, of the kind that was asked for, within the budgets
// on size and on how far it unpacks, and accepted by the source's own look at it. Anything less is asked for again as
// long as that is a read, with full jitter and within the retries that a run has. A server that says when to come back
// is obeyed, by all who share its lane.
//
// What goes wrong is an [Error]. It names the call, never the query, and holds nothing that came from outside but a
// status, a time to wait and a name for the incident that looks like one.
package transport
