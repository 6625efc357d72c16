// SPDX-License-Identifier: Apache-2.0
// An object behind the handle of a C interface. Nothing is thrown out of a library: an exception
// becomes a return value, and its words what the interface gives as the last error.
#pragma once

#include <exception>
#include <string>

namespace linkwright::verilated {

/// `Handle` is the interface's opaque type, `Object` what stands behind it.
template <class Handle, class Object>
class PluginObject {
 public:
  static Object& Of(Handle* it) { return reinterpret_cast<Held*>(it)->object; }
  static const Object& Of(const Handle* it) { return reinterpret_cast<const Held*>(it)->object; }

  /// nullptr if the constructor threw.
  template <class... Arguments>
  static Handle* Make(const Arguments&... arguments) {
    try {
      return reinterpret_cast<Handle*>(new Held{Object(arguments...), ""});
    } catch (const std::exception& error) {
      MakeError() = error.what();
      return nullptr;
    }
  }
  static void Destroy(Handle* it) { delete reinterpret_cast<Held*>(it); }

  /// What call(object) returns, or 1 if it throws.
  template <class Call>
  static int Guarded(Handle* it, Call call) {
    try {
      return call(Of(it));
    } catch (const std::exception& error) {
      reinterpret_cast<Held*>(it)->error = error.what();
      return 1;
    }
  }

  /// Of the object, or of Make in this thread.
  static const char* LastError(const Handle* it) {
    return it == nullptr ? MakeError().c_str() : reinterpret_cast<const Held*>(it)->error.c_str();
  }

 private:
  struct Held {
    Object object;  // made in place: it need not be movable
    std::string error;
  };

  static std::string& MakeError() {
    static thread_local std::string error;
    return error;
  }
};

}  // namespace linkwright::verilated
