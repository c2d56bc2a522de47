// The functions of libmicrohttpd that http_server.cc calls. They stand here under their own names and hand
// every call on to the library, which is loaded by the first of them (base/library.h).
#include <microhttpd.h>

#include <cstdarg>

#include "base/library.h"

#define HAND_ON(result, name, parameters, arguments) \
  HERALD_HAND_ON(HERALD_LIBMICROHTTPD, result, name, parameters, arguments)

HAND_ON(void, MHD_stop_daemon, (MHD_Daemon * daemon), (daemon))
HAND_ON(MHD_Result, MHD_queue_response,
        (MHD_Connection * connection, unsigned status, MHD_Response* response),
        (connection, status, response))
HAND_ON(void, MHD_suspend_connection, (MHD_Connection * connection), (connection))
HAND_ON(void, MHD_resume_connection, (MHD_Connection * connection), (connection))
HAND_ON(const char*, MHD_lookup_connection_value,
        (MHD_Connection * connection, MHD_ValueKind kind, const char* key), (connection, kind, key))
HAND_ON(int, MHD_get_connection_values,
        (MHD_Connection * connection, MHD_ValueKind kind, MHD_KeyValueIterator each, void* context),
        (connection, kind, each, context))
HAND_ON(MHD_Response*, MHD_create_response_from_buffer,
        (size_t size, void* bytes, MHD_ResponseMemoryMode mode), (size, bytes, mode))
HAND_ON(MHD_Response*, MHD_create_response_from_callback,
        (uint64_t size, size_t block, MHD_ContentReaderCallback read, void* context,
         MHD_ContentReaderFreeCallback release),
        (size, block, read, context, release))
HAND_ON(MHD_Response*, MHD_create_response_from_fd_at_offset64, (uint64_t size, int file, uint64_t offset),
        (size, file, offset))
HAND_ON(MHD_Result, MHD_add_response_header, (MHD_Response * response, const char* name, const char* value),
        (response, name, value))
HAND_ON(void, MHD_destroy_response, (MHD_Response * response), (response))

/// Of no kind of information that herald asks for are there further arguments.
extern "C" const MHD_ConnectionInfo* MHD_get_connection_info(MHD_Connection* connection,
                                                             MHD_ConnectionInfoType type, ...) {
  static auto* const function = herald::base::function_of<decltype(MHD_get_connection_info)>(
      HERALD_LIBMICROHTTPD, "MHD_get_connection_info");
  return function(connection, type);
}

extern "C" MHD_Daemon* MHD_start_daemon(unsigned flags, uint16_t port, MHD_AcceptPolicyCallback accept,
                                        void* accept_context, MHD_AccessHandlerCallback handler,
                                        void* handler_context, ...) {
  static auto* const function =
      herald::base::function_of<decltype(MHD_start_daemon_va)>(HERALD_LIBMICROHTTPD, "MHD_start_daemon_va");
  va_list options;
  va_start(options, handler_context);
  MHD_Daemon* const daemon = function(flags, port, accept, accept_context, handler, handler_context, options);
  va_end(options);
  return daemon;
}
