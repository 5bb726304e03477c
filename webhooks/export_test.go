package webhooks

// Sign lets tests compare signatures with the specification's.
var Sign = sign
