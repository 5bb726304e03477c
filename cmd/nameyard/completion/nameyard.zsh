#compdef nameyard
# Completion of nameyard's command line for zsh: nameyard completion zsh > "${fpath[1]}/_nameyard"
_nameyard() {
    local line
    local -a found
    for line in "${(@f)$("${words[1]/#\~/$HOME}" complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
        if [[ $line == :files ]]; then
            compset -P '*='
            _files
            return
        fi
        [[ -n $line ]] && found+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
    done
    _describe nameyard found
}
if [ "$funcstack[1]" = _nameyard ]; then
    _nameyard "$@"
else
    compdef _nameyard nameyard
fi
