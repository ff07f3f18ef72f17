# scrutineer_embed(output.cpp namespace name=path …): a source file with the bytes of those files,
# reached as scrutineer::<namespace>::files(), in the order given.
set(SCRUTINEER_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/embed.cmake)
function(scrutineer_embed output namespace)
  set(paths "")
  foreach(entry IN LISTS ARGN)
    string(REGEX REPLACE "^[^=]+=" "" path "${entry}")
    list(APPEND paths "${path}")
  endforeach()
  string(REPLACE ";" "|" entries "${ARGN}")
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DNAMESPACE=${namespace} "-DFILES=${entries}"
      -P ${SCRUTINEER_EMBED_SCRIPT}
    DEPENDS ${paths} ${SCRUTINEER_EMBED_SCRIPT} VERBATIM)
endfunction()
