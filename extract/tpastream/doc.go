// Package tpastream pulls claims, employers, members and policy holders out of the TPA Stream API.
//
// Lists come in pages, newest first as a rule, but in no order that is promised, and there is no way to ask for what
// changed: a claim that arrives while we read pushes another onto a page that we have already seen, and one that is
// deleted pulls another out of the way. Two rules follow. The size of a page is what the answer says and not what was
// asked for, because the server lowers it silently. And a pass over a list counts only if its distinct keys equal the
// total on its first and on its last page; otherwise the list is read again, and what is still not equal after the last
// pass is partial: its rows are good, but nothing is concluded from what is not among them.
//
// Changes come from the feed of events. Its cursor is taken before a list is read, so that what happens meanwhile is
// named by the feed afterwards. Events become visible a minute or two late and not in the order of their ids, so the
// cursor stays behind the last event that has settled. The feed forgets after 90 days, and some accounts may not read
// it; then claims are read as a whole each time.
//
// A window is one deterministic walk: which page is asked for next follows from the pages before and from nothing else.
// So an interrupted window goes on by walking again over what was landed. For that to work, an answer that has no
// records but decides the way (a 404 behind the last page, a claim that is gone, a feed that is refused) is landed as
// the empty list that it stands for, with its status in the page's token.
//
// Links inside payloads (files, logos) are data and never followed. The filters hide_read and
// hide_before_effective_date are never sent: what they drop depends on what people clicked.
package tpastream
