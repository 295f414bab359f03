// Runs in every runtime before the user's script. It takes away or guards what could end the program at one stroke,
// inside an operation that neither the timeout nor the memory limit can interrupt.
(function () {
  "use strict";
  const most = 5e6; // elements of a list, characters of a text
  const define = Object.defineProperty;
  const apply = Reflect.apply;
  const size = (n, what) => {
    if (n > most) throw new RangeError(what + " would be larger than " + most);
  };
  const guard = (object, name, check) => {
    const original = object[name];
    define(object, name, {
      configurable: true, enumerable: false, writable: true,
      value: function () {
        apply(check, this, arguments);
        return apply(original, this, arguments);
      },
    });
  };
  for (const name of ["repeat", "padStart", "padEnd"]) {
    guard(String.prototype, name, function (n) {
      size((name === "repeat" ? String(this).length : 1) * Number(n), "text");
    });
  }
  for (const name of ["replace", "replaceAll"]) {
    guard(String.prototype, name, function (pattern, by) {
      if (typeof by === "string") size(String(this).length * by.length / 100, "text");
    });
  }
  for (const name of Object.getOwnPropertyNames(Array.prototype)) {
    if (name === "constructor" || typeof Array.prototype[name] !== "function") continue;
    guard(Array.prototype, name, function () {
      if (this !== null && this !== undefined) size(this.length, "list");
    });
  }
  guard(Array.prototype, "join", function (separator) {
    size(this.length, "list");
    let n = 0;
    const between = separator === undefined ? 1 : String(separator).length;
    for (let i = 0; i < this.length; i++) n += (typeof this[i] === "string" ? this[i].length : 1) + between;
    size(n / 10, "text");
  });
  guard(Array, "from", function (list) {
    if (list) size(list.length, "list");
  });
  guard(Function.prototype, "apply", function (self, list) {
    if (list) size(list.length, "list");
  });
  guard(Reflect, "apply", function (f, self, list) {
    if (list) size(list.length, "list");
  });
  guard(Reflect, "construct", function (f, list) {
    if (list) size(list.length, "list");
  });
  // A text that is run as a script could nest deeper than the parser bears; buffers take any amount at once.
  const none = function () { throw new TypeError("running a text as a script is not offered"); };
  for (const f of [function () {}, function* () {}, async function () {}, () => 0]) {
    define(Object.getPrototypeOf(f), "constructor", { value: none, writable: false, configurable: false });
  }
  const absent = (what) => function () { throw new TypeError(what + " is not offered"); };
  for (const name of ["eval", "Function"]) define(globalThis, name, { value: none, writable: false, configurable: false });
  for (const name of ["ArrayBuffer", "SharedArrayBuffer", "DataView", "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array",
    "Int32Array", "Uint32Array", "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array"]) {
    if (name in globalThis) define(globalThis, name, { value: absent(name), writable: false, configurable: false });
  }
})();
