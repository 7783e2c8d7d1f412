# Warnings and sanitizers for our own targets; libraries' headers are system headers and stay silent.
function(infoplane_configure target)
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
                           -Woverloaded-virtual -Wimplicit-fallthrough)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
        # GCC 12 sees overlapping copies in every assignment of a literal to a std::string (its bug 105651).
        target_compile_options(${target} PRIVATE -Wno-restrict)
    endif()
    if(INFOPLANE_WARNINGS_AS_ERRORS)
        target_compile_options(${target} PRIVATE -Werror)
    endif()
    if(INFOPLANE_SANITIZE)
        target_compile_options(${target} PRIVATE -fsanitize=${INFOPLANE_SANITIZE} -fno-omit-frame-pointer)
        target_link_options(${target} PRIVATE -fsanitize=${INFOPLANE_SANITIZE})
    endif()
endfunction()
