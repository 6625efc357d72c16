// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/simulation/agenda.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>

namespace linkwright::simulation {
namespace {

using units::SimTime;

class Notes final : public Client {
 public:
  explicit Notes(std::string& text, std::string name = "") : text_(text), name_(std::move(name)) {}
  void OnDelivered(uint64_t cookie) override { Note("d" + std::to_string(cookie)); }
  void OnTimer(uint64_t cookie) override { Note("t" + std::to_string(cookie)); }
  std::function<void(const std::string&)> then;

 private:
  void Note(const std::string& what) {
    text_ += name_ + what + " ";
    if (then) then(what);
  }
  std::string& text_;
  std::string name_;
};

TEST(Agenda, TimersInOrderOfSettingThenDeliveriesInTheNetworksOrder) {
  Agenda agenda;
  std::string text;
  Notes notes(text);
  const SimTime now = SimTime::Picoseconds(100);
  agenda.SetTimer(notes, now, 1);
  agenda.AddDelivery(notes, 40);
  agenda.AddDelivery(notes, 90);
  agenda.SetTimer(notes, now, 2);
  agenda.SetTimer(notes, SimTime::Picoseconds(101), 3);
  agenda.SetTimer(notes, SimTime::Picoseconds(50), 4);
  EXPECT_EQ(agenda.NextTimer(), SimTime::Picoseconds(50));
  agenda.CallBack(now);
  EXPECT_EQ(text, "t4 t1 t2 d40 d90 ");
  EXPECT_EQ(agenda.NextTimer(), SimTime::Picoseconds(101));
}

TEST(Agenda, WhatACallbackAddsForTheSameInstantFollowsInTheSameOrder) {
  Agenda agenda;
  std::string text;
  Notes notes(text);
  const SimTime now = SimTime::Picoseconds(7);
  agenda.AddDelivery(notes, 10);
  agenda.AddDelivery(notes, 20);
  notes.then = [&](const std::string& what) {
    if (what == "d10") agenda.SetTimer(notes, now, 5);
    if (what == "t5") agenda.SetTimer(notes, now, 6);
  };
  agenda.CallBack(now);
  EXPECT_EQ(text, "d10 d20 t5 t6 ");
}

TEST(Agenda, TimersOfSeveralClientsKeepOneOrderAndReachTheirOwner) {
  Agenda agenda;
  std::string text;
  Notes a(text, "a"), b(text, "b");
  const SimTime now = SimTime::Picoseconds(7);
  agenda.SetTimer(b, now, 1);
  agenda.SetTimer(a, now, 1);
  agenda.AddDelivery(a, 2);
  agenda.SetTimer(b, now, 3);
  agenda.AddDelivery(b, 2);
  agenda.CallBack(now);
  EXPECT_EQ(text, "bt1 at1 bt3 ad2 bd2 ");
}

}  // namespace
}  // namespace linkwright::simulation
