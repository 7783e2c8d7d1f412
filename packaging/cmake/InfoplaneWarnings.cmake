# Warnings and sanitizers for our own targets; libraries' headers are system headers and stay silent.
function(infoplane_configure target)
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
                           -Woverloaded-virtual -Wimplicit-fallthrough)
    if(INFOPLANE_WARNINGS_AS_ERRORS)
        target_compile_options(${target} PRIVATE -Werror)
    endif()
    if(INFOPLANE_SANITIZE)
        target_compile_options(${target} PRIVATE -fsanitize=${INFOPLANE_SANITIZE} -fno-omit-frame-pointer)
        target_link_options(${target} PRIVATE -fsanitize=${INFOPLANE_SANITIZE})
    endif()
endfunction()
