// A libcuda.so.1 for machines without a GPU: the functions of NVIDIA's driver that this project and submit/gpu-check.py
// call, over the host build of its kernels. Tests load it instead of the real one. It is no less strict: what is asynchronous happens as late as
// it may, memory is counted, and parameters are checked. The environment tells it what to be:
//
//   STAND_IN_DEVICES          number of GPUs (2)
//   STAND_IN_MEMORY_MIB       memory of each (4096)
//   STAND_IN_SHARED_KIB       largest shared memory of a block (227), by device where commas separate them
//   STAND_IN_CAPABILITY       compute capability (9.0), likewise
//   STAND_IN_DRIVER           driver version as the driver has it (13000)
//   STAND_IN_PTX_ERROR        error code with which every module is refused
//   STAND_IN_ORDER            ascending, descending, shuffled: how the threads of a block take turns
//   STAND_IN_LOG              a file; every launch adds a line: uuid, kernel, blocks, threads
#include "host_launch.hpp"

#include <cstdio>
#include <cstdlib>
#include <deque>
#include <functional>
#include <map>
#include <mutex>

namespace {

enum Result {
    SUCCESS = 0,
    INVALID_VALUE = 1,
    OUT_OF_MEMORY = 2,
    NOT_INITIALIZED = 3,
    NO_DEVICE = 100,
    INVALID_DEVICE = 101,
    INVALID_IMAGE = 200,
    INVALID_CONTEXT = 201,
    UNSUPPORTED_PTX_VERSION = 222,
    NOT_FOUND = 500,
    ILLEGAL_ADDRESS = 700,
    LAUNCH_OUT_OF_RESOURCES = 701
};

std::mutex mutex;

const char *text(const char *name, const char *otherwise) {
    const char *value = std::getenv(name);
    return value == nullptr || *value == 0 ? otherwise : value;
}

int number(const char *name, int otherwise) { return std::atoi(text(name, std::to_string(otherwise).c_str())); }

// The value of a device in a list with commas; its last one goes for all that follow.
std::string ofDevice(const char *name, const char *otherwise, int device) {
    std::string list = text(name, otherwise);
    for (; device > 0 && list.find(',') != std::string::npos; device--) {
        list = list.substr(list.find(',') + 1);
    }
    return list.substr(0, list.find(','));
}

int sharedBytes(int device) { return std::atoi(ofDevice("STAND_IN_SHARED_KIB", "227", device).c_str()) << 10; }

size_t memoryOfDevice() { return (size_t)number("STAND_IN_MEMORY_MIB", 4096) << 20; }

struct Device {
    size_t used = 0;
    std::map<char *, size_t> allocations;
};

struct Context {
    int device;
};

struct Function {
    std::string name;
    int sharedLimit = 48 << 10;
};

struct Module {
    std::map<std::string, std::unique_ptr<Function>> functions;
};

struct Stream {
    Context *context;
    std::deque<std::function<int()>> pending;
};

bool initialised = false;
std::map<int, Device> devices;
std::map<int, std::unique_ptr<Context>> contexts;
thread_local Context *current = nullptr;

int deviceCount() { return number("STAND_IN_DEVICES", 2); }

std::string uuid(int device) {
    char bytes[17];
    std::snprintf(bytes, sizeof bytes, "stand-in-gpu-%03d", device);
    return std::string(bytes, 16);
}

host::Turns turns() {
    const std::string order = text("STAND_IN_ORDER", "ascending");
    return {order == "descending" ? Order::DESCENDING : order == "shuffled" ? Order::SHUFFLED : Order::ASCENDING, false};
}

void log(int device, const std::string &line) {
    const char *path = text("STAND_IN_LOG", "");
    if (*path != 0) {
        FILE *file = std::fopen(path, "a");
        if (file != nullptr) {
            std::fprintf(file, "%s %s\n", uuid(device).c_str(), line.c_str());
            std::fclose(file);
        }
    }
}

int later(void *stream, std::function<int()> work) {
    std::lock_guard<std::mutex> lock(mutex);
    ((Stream *)stream)->pending.push_back(std::move(work));
    return SUCCESS;
}

// Whether bytes lie in one allocation of the current device.
bool isAllocated(const char *at, size_t bytes) {
    for (auto &[start, size] : devices[current->device].allocations) {
        if (at >= start && at + bytes <= start + size) {
            return true;
        }
    }
    return false;
}

}  // namespace

extern "C" {

int cuInit(unsigned) {
    if (deviceCount() == 0) {
        return NO_DEVICE;
    }
    initialised = true;
    return SUCCESS;
}

int cuDriverGetVersion(int *version) {
    *version = number("STAND_IN_DRIVER", 13000);
    return SUCCESS;
}

int cuGetErrorName(int error, const char **name) {
    static const std::map<int, const char *> names = {
        {INVALID_VALUE, "CUDA_ERROR_INVALID_VALUE"},
        {OUT_OF_MEMORY, "CUDA_ERROR_OUT_OF_MEMORY"},
        {NOT_INITIALIZED, "CUDA_ERROR_NOT_INITIALIZED"},
        {NO_DEVICE, "CUDA_ERROR_NO_DEVICE"},
        {INVALID_DEVICE, "CUDA_ERROR_INVALID_DEVICE"},
        {INVALID_IMAGE, "CUDA_ERROR_INVALID_IMAGE"},
        {INVALID_CONTEXT, "CUDA_ERROR_INVALID_CONTEXT"},
        {UNSUPPORTED_PTX_VERSION, "CUDA_ERROR_UNSUPPORTED_PTX_VERSION"},
        {NOT_FOUND, "CUDA_ERROR_NOT_FOUND"},
        {ILLEGAL_ADDRESS, "CUDA_ERROR_ILLEGAL_ADDRESS"},
        {LAUNCH_OUT_OF_RESOURCES, "CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES"}};
    auto found = names.find(error);
    if (found == names.end()) {
        return INVALID_VALUE;
    }
    *name = found->second;
    return SUCCESS;
}

int cuDeviceGetCount(int *count) {
    *count = deviceCount();
    return initialised ? SUCCESS : NOT_INITIALIZED;
}

int cuDeviceGet(int *device, int ordinal) {
    *device = ordinal;
    return ordinal < deviceCount() ? SUCCESS : INVALID_DEVICE;
}

int cuDeviceGetName(char *name, int length, int device) {
    std::snprintf(name, length, "Stand-in GPU %d", device);
    return SUCCESS;
}

int cuDeviceGetUuid_v2(char *bytes, int device) {
    std::memcpy(bytes, uuid(device).data(), 16);
    return SUCCESS;
}

int cuDeviceTotalMem_v2(size_t *bytes, int) {
    *bytes = memoryOfDevice();
    return SUCCESS;
}

int cuDeviceGetAttribute(int *value, int attribute, int device) {
    const std::string capability = ofDevice("STAND_IN_CAPABILITY", "9.0", device);
    switch (attribute) {
        case 16: *value = 2; return SUCCESS;  // multiprocessors
        case 75: *value = std::atoi(capability.c_str()); return SUCCESS;
        case 76: *value = std::atoi(capability.substr(capability.find('.') + 1).c_str()); return SUCCESS;
        case 97: *value = sharedBytes(device); return SUCCESS;
        default: return INVALID_VALUE;
    }
}

int cuDevicePrimaryCtxRetain(void **context, int device) {
    std::lock_guard<std::mutex> lock(mutex);
    auto &made = contexts[device];
    if (!made) {
        made.reset(new Context{device});
    }
    *context = made.get();
    return SUCCESS;
}

int cuDevicePrimaryCtxRelease_v2(int) { return SUCCESS; }

int cuCtxSetCurrent(void *context) {
    current = (Context *)context;
    return SUCCESS;
}

int cuModuleLoadDataEx(void **module, const char *image, unsigned, const int *, void **) {
    if (current == nullptr) {
        return INVALID_CONTEXT;
    }
    const int refusal = number("STAND_IN_PTX_ERROR", 0);
    if (refusal != 0) {
        return refusal;
    }
    const std::string ptx = image;
    const size_t version = ptx.find(".version ");
    if (version == std::string::npos) {
        return INVALID_IMAGE;
    }
    auto *loaded = new Module;
    const std::string entry = ".entry ";
    for (size_t at = ptx.find(entry); at != std::string::npos; at = ptx.find(entry, at + 1)) {
        const size_t from = at + entry.size();
        const std::string name = ptx.substr(from, ptx.find('(', from) - from);
        loaded->functions[name].reset(new Function{name});
    }
    *module = loaded;
    return SUCCESS;
}

int cuModuleUnload(void *module) {
    delete (Module *)module;
    return SUCCESS;
}

int cuModuleGetFunction(void **function, void *module, const char *name) {
    auto &functions = ((Module *)module)->functions;
    auto found = functions.find(name);
    if (found == functions.end()) {
        return NOT_FOUND;
    }
    *function = found->second.get();
    return SUCCESS;
}

int cuFuncSetAttribute(void *function, int attribute, int value) {
    if (attribute != 8 || value > sharedBytes(current->device)) {
        return INVALID_VALUE;
    }
    ((Function *)function)->sharedLimit = value;
    return SUCCESS;
}

int cuOccupancyMaxActiveBlocksPerMultiprocessor(int *blocks, void *, int, size_t) {
    *blocks = 2;
    return SUCCESS;
}

int cuMemGetInfo_v2(size_t *free, size_t *total) {
    std::lock_guard<std::mutex> lock(mutex);
    *total = memoryOfDevice();
    *free = *total - devices[current->device].used;
    return SUCCESS;
}

int cuMemAlloc_v2(char **pointer, size_t bytes) {
    std::lock_guard<std::mutex> lock(mutex);
    if (current == nullptr) {
        return INVALID_CONTEXT;
    }
    Device &device = devices[current->device];
    if (bytes == 0) {
        return INVALID_VALUE;
    }
    if (device.used + bytes > memoryOfDevice()) {
        return OUT_OF_MEMORY;
    }
    *pointer = (char *)std::malloc(bytes);
    std::memset(*pointer, 0xCD, bytes);
    device.used += bytes;
    device.allocations[*pointer] = bytes;
    return SUCCESS;
}

int cuMemFree_v2(char *pointer) {
    std::lock_guard<std::mutex> lock(mutex);
    for (auto &[ordinal, device] : devices) {
        auto found = device.allocations.find(pointer);
        if (found != device.allocations.end()) {
            device.used -= found->second;
            device.allocations.erase(found);
            std::free(pointer);
            return SUCCESS;
        }
    }
    return INVALID_VALUE;
}

int cuMemAllocHost_v2(void **pointer, size_t bytes) {
    *pointer = std::malloc(bytes);
    return SUCCESS;
}

int cuMemFreeHost(void *pointer) {
    std::free(pointer);
    return SUCCESS;
}

int cuStreamCreate(void **stream, unsigned) {
    *stream = new Stream{current, {}};
    return SUCCESS;
}

int cuStreamDestroy_v2(void *stream) {
    delete (Stream *)stream;
    return SUCCESS;
}

int cuStreamSynchronize(void *stream) {
    std::deque<std::function<int()>> work;
    {
        std::lock_guard<std::mutex> lock(mutex);
        work.swap(((Stream *)stream)->pending);
    }
    for (auto &next : work) {
        const int result = next();
        if (result != SUCCESS) {
            return result;
        }
    }
    return SUCCESS;
}

int cuMemcpyHtoD_v2(char *to, const void *from, size_t bytes) {
    std::lock_guard<std::mutex> lock(mutex);
    if (!isAllocated(to, bytes)) {
        return INVALID_VALUE;
    }
    std::memcpy(to, from, bytes);
    return SUCCESS;
}

int cuMemcpyDtoH_v2(void *to, const char *from, size_t bytes) {
    std::lock_guard<std::mutex> lock(mutex);
    if (!isAllocated(from, bytes)) {
        return INVALID_VALUE;
    }
    std::memcpy(to, from, bytes);
    return SUCCESS;
}

int cuMemcpyHtoDAsync_v2(char *to, const void *from, size_t bytes, void *stream) {
    {
        std::lock_guard<std::mutex> lock(mutex);
        if (!isAllocated(to, bytes)) {
            return INVALID_VALUE;
        }
    }
    return later(stream, [=] { std::memcpy(to, from, bytes); return (int)SUCCESS; });
}

int cuMemcpyDtoHAsync_v2(void *to, const char *from, size_t bytes, void *stream) {
    {
        std::lock_guard<std::mutex> lock(mutex);
        if (!isAllocated(from, bytes)) {
            return INVALID_VALUE;
        }
    }
    return later(stream, [=] { std::memcpy(to, from, bytes); return (int)SUCCESS; });
}

int cuMemcpyDtoDAsync_v2(char *to, const char *from, size_t bytes, void *stream) {
    {
        std::lock_guard<std::mutex> lock(mutex);
        if (!isAllocated(to, bytes) || !isAllocated(from, bytes)) {
            return INVALID_VALUE;
        }
    }
    return later(stream, [=] { std::memcpy(to, from, bytes); return (int)SUCCESS; });
}

int cuMemsetD8Async(char *at, unsigned char value, size_t bytes, void *stream) {
    {
        std::lock_guard<std::mutex> lock(mutex);
        if (!isAllocated(at, bytes)) {
            return INVALID_VALUE;
        }
    }
    return later(stream, [=] { std::memset(at, value, bytes); return (int)SUCCESS; });
}

int cuLaunchKernel(
    void *function,
    unsigned blocks,
    unsigned, unsigned,
    unsigned threads,
    unsigned, unsigned,
    unsigned sharedBytes,
    void *stream,
    void **parameters,
    void **) {
    auto *kernel = (Function *)function;
    if (blocks < 1 || threads < 1 || threads > 1024 || threads % WARP != 0) {
        return INVALID_VALUE;
    }
    if ((int)sharedBytes > kernel->sharedLimit) {
        return LAUNCH_OUT_OF_RESOURCES;
    }
    // A launch copies its parameters; the caller's memory is not looked at again.
    auto first = std::make_shared<std::vector<char>>();
    auto second = std::make_shared<std::vector<char>>();
    const bool samples = kernel->name.rfind("simulate_", 0) == 0;
    const char *from = (const char *)parameters[0];
    first->assign(from, from + (samples ? sizeof(Liquid) : kernel->name == "measure" ? sizeof(Measure) : sizeof(void *)));
    if (samples) {
        from = (const char *)parameters[1];
        second->assign(from, from + sizeof(Batch));
    }
    log(current->device, kernel->name + " " + std::to_string(blocks) + " " + std::to_string(threads));
    return later(stream, [=] {
        void *copies[] = {first->data(), second->data()};
        const bool whole = host::launch(kernel->name, blocks, threads, sharedBytes, turns(), copies);
        return (int)(whole ? SUCCESS : ILLEGAL_ADDRESS);
    });
}
}
