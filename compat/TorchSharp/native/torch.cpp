// The native half of the TorchSharp subset: one boxed call through libtorch's own dispatcher, and the few services that
// are not operators (memory, autograd engine, generators, threads, CUDA). Written against the part of libtorch's C++ API
// that is the same from 1.13 to 2.11; it needs no CUDA headers and links no CUDA library.
//
// Conventions: a tensor handle is an owned reference to a TensorImpl (null: undefined tensor). Functions that can fail
// return a negative number or null and leave their message in fedtorch_error() of the calling thread. Nothing throws
// across the boundary.

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/grad_mode.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/core/InferenceMode.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/variable.h>
#include <torch/version.h>

#include <dlfcn.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <mutex>
#include <string>
#include <vector>

#define EXPORT extern "C" __attribute__((visibility("default")))

namespace {

enum Tag : int32_t {
    TagNone = 0,
    TagTensor = 1,
    TagInt = 2,
    TagDouble = 3,
    TagBool = 4,
    TagIntList = 5,
    TagTensorList = 6,
    TagString = 7,
    TagDevice = 8,
    TagDefault = 9,
    TagDoubleList = 10,
    TagGenerator = 11,
    TagComplex = 12,
};

// The dtype of an operator is an int for the dispatcher, so it has no tag of its own.
struct Slot {
    int32_t tag;
    int32_t count;
    union {
        int64_t integer;
        double real;
        void* pointer;
    };
};
static_assert(sizeof(Slot) == 16, "managed code lays out the same 16 bytes");

struct Description {
    const int64_t* sizes;
    const int64_t* strides;
    int64_t elements;
    int64_t offset;
    int32_t rank;
    int32_t dtype;
    int32_t device_type;
    int32_t device_index;
    int32_t element_size;
    int32_t flags;
};

enum Flag : int32_t {
    FlagRequiresGrad = 1,
    FlagLeaf = 2,
    FlagContiguous = 4,
    FlagSparse = 8,
    FlagStrided = 16,
};

enum class Expected : uint8_t { Any, Double, OptionalTensorList };

struct Operator {
    c10::OperatorHandle handle;
    std::vector<Expected> expected;
};

thread_local std::string last_error;

template <class Body>
auto guarded(Body body, decltype(body()) failed) -> decltype(body()) {
    try {
        return body();
    } catch (const c10::Error& error) {
        last_error = error.what_without_backtrace();
    } catch (const std::exception& error) {
        last_error = error.what();
    } catch (...) {
        last_error = "libtorch: unknown exception";
    }
    return failed;
}

using TensorPointer = c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>;
using GeneratorPointer = c10::intrusive_ptr<c10::GeneratorImpl>;

at::Tensor borrow(void* handle) {
    if (handle == nullptr) {
        return at::Tensor();
    }
    return at::Tensor(TensorPointer::reclaim_copy(static_cast<c10::TensorImpl*>(handle)));
}

void* release(at::Tensor tensor) {
    return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr;
}

at::Generator borrow_generator(void* handle) {
    return at::Generator(GeneratorPointer::reclaim_copy(static_cast<c10::GeneratorImpl*>(handle)));
}

void* release_generator(at::Generator generator) {
    return generator.unsafeReleaseGeneratorImpl();
}

c10::Device unpack_device(int64_t packed) {
    return c10::Device(static_cast<c10::DeviceType>(packed & 0xff), static_cast<c10::DeviceIndex>(packed >> 8));
}

std::vector<at::Tensor> borrow_all(void* const* handles, int64_t count) {
    std::vector<at::Tensor> tensors;
    tensors.reserve(count);
    for (int64_t i = 0; i < count; ++i) {
        tensors.push_back(borrow(handles[i]));
    }
    return tensors;
}

c10::IValue tensor_list(const Slot& slot, bool optional) {
    auto handles = static_cast<void* const*>(slot.pointer);
    if (!optional) {
        return c10::IValue(borrow_all(handles, slot.count));
    }
    using Element = std::decay_t<decltype(c10::IValue().toOptional<at::Tensor>())>;
    c10::List<Element> list;
    list.reserve(slot.count);
    for (int32_t i = 0; i < slot.count; ++i) {
        list.push_back(handles[i] == nullptr ? Element() : Element(borrow(handles[i])));
    }
    return c10::IValue(std::move(list));
}

c10::IValue to_ivalue(const Slot& slot, Expected expected) {
    switch (slot.tag) {
        case TagNone:
            return c10::IValue();
        case TagTensor:
            return c10::IValue(borrow(slot.pointer));
        case TagInt:
            return expected == Expected::Double ? c10::IValue(static_cast<double>(slot.integer))
                                                : c10::IValue(slot.integer);
        case TagDouble:
            return c10::IValue(slot.real);
        case TagBool:
            return c10::IValue(slot.integer != 0);
        case TagIntList: {
            auto values = static_cast<const int64_t*>(slot.pointer);
            return c10::IValue(std::vector<int64_t>(values, values + slot.count));
        }
        case TagTensorList:
            return tensor_list(slot, expected == Expected::OptionalTensorList);
        case TagString:
            return c10::IValue(std::string(static_cast<const char*>(slot.pointer), slot.count));
        case TagDevice:
            return c10::IValue(unpack_device(slot.integer));
        case TagDoubleList: {
            auto values = static_cast<const double*>(slot.pointer);
            return c10::IValue(std::vector<double>(values, values + slot.count));
        }
        case TagGenerator:
            return c10::IValue(borrow_generator(slot.pointer));
        case TagComplex: {
            auto parts = static_cast<const double*>(slot.pointer);
            return c10::IValue(c10::complex<double>(parts[0], parts[1]));
        }
        default:
            TORCH_CHECK(false, "argument with unknown tag ", slot.tag);
    }
}

Slot from_ivalue(c10::IValue value) {
    Slot slot{};
    if (value.isTensor()) {
        slot.tag = TagTensor;
        slot.pointer = release(std::move(value).toTensor());
    } else if (value.isTensorList()) {
        auto tensors = std::move(value).toTensorVector();
        auto handles = static_cast<void**>(std::malloc(sizeof(void*) * (tensors.size() + 1)));
        for (size_t i = 0; i < tensors.size(); ++i) {
            handles[i] = release(std::move(tensors[i]));
        }
        slot.tag = TagTensorList;
        slot.count = static_cast<int32_t>(tensors.size());
        slot.pointer = handles;
    } else if (value.isInt()) {
        slot.tag = TagInt;
        slot.integer = value.toInt();
    } else if (value.isBool()) {
        slot.tag = TagBool;
        slot.integer = value.toBool() ? 1 : 0;
    } else if (value.isDouble()) {
        slot.tag = TagDouble;
        slot.real = value.toDouble();
    } else {
        TORCH_CHECK(value.isNone(), "operator returned an unsupported ", value.tagKind());
    }
    return slot;
}

Expected expected_of(const c10::TypePtr& type) {
    if (type->kind() == c10::TypeKind::OptionalType) {
        return expected_of(type->castRaw<c10::OptionalType>()->getElementType());
    }
    if (type->kind() == c10::TypeKind::FloatType) {
        return Expected::Double;
    }
    if (type->kind() == c10::TypeKind::ListType &&
        type->castRaw<c10::ListType>()->getElementType()->kind() == c10::TypeKind::OptionalType) {
        return Expected::OptionalTensorList;
    }
    return Expected::Any;
}

} // namespace

// Services of the library itself

EXPORT const char* fedtorch_error() {
    return last_error.c_str();
}

EXPORT const char* fedtorch_version() {
    return TORCH_VERSION;
}

EXPORT void fedtorch_free(void* tensor) {
    if (tensor != nullptr) {
        TensorPointer::reclaim(static_cast<c10::TensorImpl*>(tensor));
    }
}

EXPORT void fedtorch_free_array(void* array) {
    std::free(array);
}

// Operators

EXPORT void* fedtorch_find(const char* name, const char* overload) {
    return guarded(
        [&]() -> void* {
            auto handle = c10::Dispatcher::singleton().findSchema({name, overload});
            if (!handle.has_value()) {
                last_error = std::string("libtorch ") + TORCH_VERSION + " has no operator " + name + "." + overload;
                return nullptr;
            }
            std::vector<Expected> expected;
            for (const auto& argument : handle->schema().arguments()) {
                expected.push_back(expected_of(argument.type()));
            }
            return new Operator{*handle, std::move(expected)};
        },
        nullptr);
}

EXPORT int32_t fedtorch_call(
    const Operator* op, const Slot* arguments, int32_t count, Slot* results, int32_t capacity) {
    return guarded(
        [&]() -> int32_t {
            const auto& schema = op->handle.schema().arguments();
            TORCH_CHECK(
                static_cast<size_t>(count) <= schema.size(),
                op->handle.operator_name(), " takes ", schema.size(), " arguments, ", count, " given");
            c10::Stack stack;
            stack.reserve(schema.size());
            for (size_t i = 0; i < schema.size(); ++i) {
                if (i < static_cast<size_t>(count) && arguments[i].tag != TagDefault) {
                    stack.push_back(to_ivalue(arguments[i], op->expected[i]));
                } else {
                    const auto& fallback = schema[i].default_value();
                    TORCH_CHECK(
                        fallback.has_value(), op->handle.operator_name(), " needs argument ", schema[i].name());
                    stack.push_back(*fallback);
                }
            }
            op->handle.callBoxed(stack);
            TORCH_CHECK(
                stack.size() <= static_cast<size_t>(capacity),
                op->handle.operator_name(), " returns ", stack.size(), " values, room for ", capacity);
            for (size_t i = 0; i < stack.size(); ++i) {
                results[i] = from_ivalue(std::move(stack[i]));
            }
            return static_cast<int32_t>(stack.size());
        },
        -1);
}

// Memory

EXPORT void* fedtorch_from_memory(
    const void* data, int32_t dtype, const int64_t* sizes, int32_t rank, int64_t device) {
    return guarded(
        [&]() -> void* {
            auto shape = at::IntArrayRef(sizes, rank);
            auto options = at::TensorOptions().dtype(static_cast<c10::ScalarType>(dtype));
            auto tensor = at::empty(shape, options);
            if (tensor.nbytes() > 0) {
                std::memcpy(tensor.data_ptr(), data, tensor.nbytes());
            }
            auto target = unpack_device(device);
            return release(target.is_cpu() ? tensor : tensor.to(target));
        },
        nullptr);
}

EXPORT void* fedtorch_from_pinned(
    void* data, int32_t dtype, const int64_t* sizes, int32_t rank, void (*unpin)(void*), void* context) {
    return guarded(
        [&]() -> void* {
            auto options = at::TensorOptions().dtype(static_cast<c10::ScalarType>(dtype));
            auto deleter = [unpin, context](void*) { unpin(context); };
            return release(at::from_blob(data, at::IntArrayRef(sizes, rank), deleter, options));
        },
        nullptr);
}

EXPORT int32_t fedtorch_describe(void* handle, Description* description) {
    return guarded(
        [&]() -> int32_t {
            auto tensor = borrow(handle);
            auto strided = tensor.layout() == c10::kStrided;
            description->sizes = tensor.sizes().data();
            description->strides = strided ? tensor.strides().data() : nullptr;
            description->elements = tensor.numel();
            description->offset = strided ? tensor.storage_offset() : 0;
            description->rank = static_cast<int32_t>(tensor.dim());
            description->dtype = static_cast<int32_t>(tensor.scalar_type());
            description->device_type = static_cast<int32_t>(tensor.device().type());
            description->device_index = static_cast<int32_t>(tensor.device().index());
            description->element_size = static_cast<int32_t>(tensor.element_size());
            description->flags = (tensor.requires_grad() ? FlagRequiresGrad : 0) | (tensor.is_leaf() ? FlagLeaf : 0) |
                (strided && tensor.is_contiguous() ? FlagContiguous : 0) | (tensor.is_sparse() ? FlagSparse : 0) |
                (strided ? FlagStrided : 0);
            return 0;
        },
        -1);
}

EXPORT void* fedtorch_data(void* handle) {
    return guarded([&]() -> void* { return borrow(handle).data_ptr(); }, nullptr);
}

EXPORT int32_t fedtorch_copy_out(void* handle, void* buffer, int64_t bytes) {
    return guarded(
        [&]() -> int32_t {
            auto tensor = borrow(handle).detach().cpu().contiguous();
            TORCH_CHECK(static_cast<int64_t>(tensor.nbytes()) == bytes, tensor.nbytes(), " bytes, buffer of ", bytes);
            std::memcpy(buffer, tensor.data_ptr(), bytes);
            return 0;
        },
        -1);
}

EXPORT int32_t fedtorch_item(void* handle, Slot* result) {
    return guarded(
        [&]() -> int32_t {
            *result = Slot{};
            auto scalar = borrow(handle).item();
            if (scalar.isBoolean()) {
                result->tag = TagBool;
                result->integer = scalar.toBool() ? 1 : 0;
            } else if (scalar.isIntegral(false)) {
                result->tag = TagInt;
                result->integer = scalar.toLong();
            } else {
                result->tag = TagDouble;
                result->real = scalar.toDouble();
            }
            return 0;
        },
        -1);
}

// Autograd

EXPORT int32_t fedtorch_set_requires_grad(void* handle, int32_t value) {
    return guarded(
        [&]() -> int32_t {
            borrow(handle).set_requires_grad(value != 0);
            return 0;
        },
        -1);
}

EXPORT void* fedtorch_grad(void* handle) {
    return guarded([&]() -> void* { return release(borrow(handle).grad()); }, nullptr);
}

EXPORT int32_t fedtorch_set_grad(void* handle, void* grad) {
    return guarded(
        [&]() -> int32_t {
            borrow(handle).mutable_grad() = borrow(grad);
            return 0;
        },
        -1);
}

EXPORT int32_t fedtorch_backward(
    void* const* tensors, int32_t count, void* const* grads, int32_t grad_count, void* const* inputs,
    int32_t input_count, int32_t retain_graph, int32_t create_graph) {
    return guarded(
        [&]() -> int32_t {
            torch::autograd::backward(
                borrow_all(tensors, count), borrow_all(grads, grad_count), retain_graph != 0, create_graph != 0,
                borrow_all(inputs, input_count));
            return 0;
        },
        -1);
}

EXPORT int32_t fedtorch_autograd_grad(
    void* const* outputs, int32_t count, void* const* inputs, int32_t input_count, void* const* grads,
    int32_t grad_count, int32_t retain_graph, int32_t create_graph, int32_t allow_unused, void** results) {
    return guarded(
        [&]() -> int32_t {
            auto found = torch::autograd::grad(
                borrow_all(outputs, count), borrow_all(inputs, input_count), borrow_all(grads, grad_count),
                retain_graph != 0, create_graph != 0, allow_unused != 0);
            for (size_t i = 0; i < found.size(); ++i) {
                results[i] = release(std::move(found[i]));
            }
            return 0;
        },
        -1);
}

EXPORT int32_t fedtorch_grad_mode() {
    return c10::GradMode::is_enabled() ? 1 : 0;
}

EXPORT void fedtorch_set_grad_mode(int32_t enabled) {
    c10::GradMode::set_enabled(enabled != 0);
}

EXPORT int32_t fedtorch_inference_mode() {
    return c10::InferenceMode::is_enabled() ? 1 : 0;
}

// The guard restores thread-local state, so it must be left on the thread that entered it.
EXPORT void* fedtorch_enter_inference_mode(int32_t enabled) {
    return guarded([&]() -> void* { return new c10::InferenceMode(enabled != 0); }, nullptr);
}

EXPORT void fedtorch_leave_inference_mode(void* guard) {
    delete static_cast<c10::InferenceMode*>(guard);
}

// Random numbers

EXPORT int32_t fedtorch_manual_seed(int64_t seed) {
    return guarded(
        [&]() -> int32_t {
            at::manual_seed(static_cast<uint64_t>(seed));
            return 0;
        },
        -1);
}

EXPORT void* fedtorch_default_generator(int64_t device) {
    return guarded(
        [&]() -> void* { return release_generator(at::globalContext().defaultGenerator(unpack_device(device))); },
        nullptr);
}

EXPORT void* fedtorch_new_generator(uint64_t seed, int64_t device) {
    return guarded(
        [&]() -> void* {
            auto target = unpack_device(device);
            if (target.is_cpu()) {
                return release_generator(at::make_generator<at::CPUGeneratorImpl>(seed));
            }
            auto generator = at::globalContext().defaultGenerator(target).clone();
            generator.set_current_seed(seed);
            return release_generator(std::move(generator));
        },
        nullptr);
}

EXPORT void fedtorch_free_generator(void* generator) {
    GeneratorPointer::reclaim(static_cast<c10::GeneratorImpl*>(generator));
}

EXPORT int32_t fedtorch_generator_seed(void* handle, uint64_t* seed, int32_t set) {
    return guarded(
        [&]() -> int32_t {
            auto generator = borrow_generator(handle);
            std::lock_guard<std::mutex> lock(generator.mutex());
            if (set != 0) {
                generator.set_current_seed(*seed);
            } else {
                *seed = generator.current_seed();
            }
            return 0;
        },
        -1);
}

EXPORT void* fedtorch_generator_state(void* handle) {
    return guarded(
        [&]() -> void* {
            auto generator = borrow_generator(handle);
            std::lock_guard<std::mutex> lock(generator.mutex());
            return release(generator.get_state());
        },
        nullptr);
}

EXPORT int32_t fedtorch_set_generator_state(void* handle, void* state) {
    return guarded(
        [&]() -> int32_t {
            auto generator = borrow_generator(handle);
            std::lock_guard<std::mutex> lock(generator.mutex());
            generator.set_state(borrow(state));
            return 0;
        },
        -1);
}

// Threads and devices

EXPORT int32_t fedtorch_threads(int32_t inter_op, int32_t set) {
    return guarded(
        [&]() -> int32_t {
            if (set > 0) {
                inter_op != 0 ? at::set_num_interop_threads(set) : at::set_num_threads(set);
            }
            return inter_op != 0 ? static_cast<int32_t>(at::get_num_interop_threads())
                                 : static_cast<int32_t>(at::get_num_threads());
        },
        -1);
}

// libtorch_cuda registers its kernels when it is loaded. It is opened from here so that this library's run path
// applies. 0: there is none, and libtorch stays a CPU one.
EXPORT int32_t fedtorch_load_cuda() {
    static const bool loaded = [] {
        dlopen("libtorch_cuda_linalg.so", RTLD_LAZY | RTLD_GLOBAL);
        return dlopen("libtorch_cuda.so", RTLD_LAZY | RTLD_GLOBAL) != nullptr;
    }();
    return loaded ? 1 : 0;
}

EXPORT int32_t fedtorch_cuda_count() {
    return guarded(
        [&]() -> int32_t {
            if (!c10::impl::hasDeviceGuardImpl(c10::DeviceType::CUDA)) {
                return 0;
            }
            return c10::impl::VirtualGuardImpl(c10::DeviceType::CUDA).deviceCount();
        },
        0);
}

EXPORT int32_t fedtorch_cudnn_available() {
    return guarded([&]() -> int32_t { return at::detail::getCUDAHooks().compiledWithCuDNN() ? 1 : 0; }, 0);
}

EXPORT int32_t fedtorch_cuda_synchronize(int32_t index) {
    return guarded(
        [&]() -> int32_t {
            at::detail::getCUDAHooks().deviceSynchronize(static_cast<c10::DeviceIndex>(index));
            return 0;
        },
        -1);
}

enum Setting : int32_t {
    SettingTf32Blas = 0,
    SettingTf32Dnn = 1,
    SettingFlashAttention = 2,
    SettingMathAttention = 3,
};

EXPORT int32_t fedtorch_setting(int32_t setting, int32_t value) {
    return guarded(
        [&]() -> int32_t {
            auto& context = at::globalContext();
            auto set = value >= 0;
            switch (setting) {
                case SettingTf32Blas:
                    if (set) {
                        context.setAllowTF32CuBLAS(value != 0);
                    }
                    return context.allowTF32CuBLAS() ? 1 : 0;
                case SettingTf32Dnn:
                    if (set) {
                        context.setAllowTF32CuDNN(value != 0);
                    }
                    return context.allowTF32CuDNN() ? 1 : 0;
                case SettingFlashAttention:
                    if (set) {
                        context.setSDPUseFlash(value != 0);
                    }
                    return context.userEnabledFlashSDP() ? 1 : 0;
                case SettingMathAttention:
                    if (set) {
                        context.setSDPUseMath(value != 0);
                    }
                    return context.userEnabledMathSDP() ? 1 : 0;
                default:
                    TORCH_CHECK(false, "unknown setting ", setting);
            }
        },
        -1);
}
