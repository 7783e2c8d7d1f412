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

# Builds a target for a processor (x86-64-v4, native) instead of the oldest that is supported.
function(infoplane_build_for target processor)
    target_compile_options(${target} PRIVATE -march=${processor})
    if(processor MATCHES "v4|native" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND
       CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
        # GCC 12's own AVX-512 intrinsics leave lanes undefined on purpose and warn of it (its bug 105593).
        target_compile_options(${target} PRIVATE -Wno-uninitialized -Wno-maybe-uninitialized)
    endif()
endfunction()

# For what is only ever run where it was built: all that this machine has.
include(CheckCXXCompilerFlag)
function(infoplane_build_for_this_machine target)
    check_cxx_compiler_flag(-march=native INFOPLANE_HAS_MARCH_NATIVE)
    if(INFOPLANE_HAS_MARCH_NATIVE)
        infoplane_build_for(${target} native)
    endif()
endfunction()
