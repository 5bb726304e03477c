# Completion of nameyard's command line for bash: source <(nameyard completion bash)
_nameyard() {
    local line IFS=$'\n'
    COMPREPLY=()
    for line in $("${1/#\~/$HOME}" complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null); do
        if [ "$line" = :files ]; then
            compopt -o default
            return
        fi
        COMPREPLY+=("${line%%$'\t'*}")
    done
}
complete -F _nameyard nameyard
